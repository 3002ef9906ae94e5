using System.Reflection;
using SegLang.Data;

namespace SegLang.Cli;

/// <summary>`seg new DIR`: a small rule set with data and tests that runs at once.</summary>
internal static class NewCommand
{
    private const string Prefix = "new/";

    /// <summary>Runs the command.</summary>
    public static int Run(Session session, string folder)
    {
        string root = Path.GetFullPath(folder);
        if (File.Exists(root) || (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any()))
        {
            session.Terminal.Error.WriteLine($"error: `{Paint.Safe(folder)}` is there already and not empty");
            return ExitCode.Usage;
        }

        Assembly assembly = typeof(NewCommand).Assembly;
        foreach (string resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            string name = resource[Prefix.Length..].Replace('\\', '/');
            string path = Path.Combine(root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? root);
            using Stream? content = assembly.GetManifestResourceStream(resource);
            using AtomicFile file = AtomicFile.Create(path);
            if (file.Stream is { } stream)
            {
                content?.CopyTo(stream);
            }

            file.Commit();
            session.Terminal.Out.WriteLine($"wrote {Paint.Safe(Path.Combine(folder, name).Replace('\\', '/'))}");
        }

        session.Terminal.Out.WriteLine($"next: `seg test {Paint.Safe(folder)}` and `seg run {Paint.Safe(folder)}`");
        return ExitCode.Ok;
    }
}
