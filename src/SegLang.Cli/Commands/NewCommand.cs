using System.Reflection;
using SegLang.Data;

namespace SegLang.Cli;

/// <summary>`seg new DIR`: a small rule set with data and tests that runs at once.</summary>
internal static class NewCommand
{
    private const string Prefix = "new/";

    private static readonly Assembly Assembly = typeof(NewCommand).Assembly;

    /// <summary>Runs the command.</summary>
    public static int Run(Session session, string folder)
    {
        string root = Path.GetFullPath(folder);
        if (File.Exists(root) || (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any()))
        {
            session.Terminal.Error.WriteLine($"error: `{Paint.Safe(folder)}` is there already and not empty");
            return ExitCode.Usage;
        }

        foreach (string resource in Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            string name = resource[Prefix.Length..].Replace('\\', '/');
            string path = Path.Combine(folder, name);
            if (Files.TryWrite(path, () => Write(path, resource)) is { } failure)
            {
                session.ReportAside(Format.Human, [failure]);
                return ExitCode.InputOutput;
            }

            session.Terminal.Out.WriteLine($"wrote {Paint.Safe(path.Replace('\\', '/'))}");
        }

        session.Terminal.Out.WriteLine($"next: `seg test {Paint.Safe(folder)}` and `seg run {Paint.Safe(folder)}`");
        return ExitCode.Ok;
    }

    private static void Write(string path, string resource)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? ".");
        using Stream? content = Assembly.GetManifestResourceStream(resource);
        using AtomicFile file = AtomicFile.Create(path);
        content?.CopyTo(file.Stream ?? Stream.Null);
        file.Commit();
    }
}
