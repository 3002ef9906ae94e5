namespace SegLang.Tests.Checkpoints;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("seg-checkpoint-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>The files in a folder of it, by name.</summary>
    public IReadOnlyDictionary<string, byte[]> Files(string folder) => Directory.GetFiles(this[folder])
        .Where(f => System.IO.Path.GetFileName(f) != "lock")
        .ToDictionary(f => System.IO.Path.GetFileName(f), File.ReadAllBytes);

    /// <summary>Makes a folder that has just these files.</summary>
    public string With(string folder, IReadOnlyDictionary<string, byte[]> files)
    {
        if (Directory.Exists(this[folder]))
        {
            Directory.Delete(this[folder], recursive: true);
        }

        Directory.CreateDirectory(this[folder]);
        foreach ((string name, byte[] content) in files)
        {
            File.WriteAllBytes(System.IO.Path.Combine(this[folder], name), content);
        }

        return this[folder];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
