namespace SegLang.Cli;
internal static class FormatCommand { public static int Run(Session session, string path, bool check, Format format) => throw new InvalidOperationException(path + check + format + session); }
internal static class SchemaCommand { public static int Run(Session session, string[] path, string? o, string? d, Format format) => throw new InvalidOperationException(path[0] + o + d + format + session); }
internal static class NewCommand { public static int Run(Session session, string path) => throw new InvalidOperationException(path + session); }
internal static class CompletionCommand { public static int Run(Session session, System.CommandLine.RootCommand root, string shell) => throw new InvalidOperationException(shell + session + root); }
