namespace SegLang.LanguageServer;

/// <summary>What a server process is started with.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Error">Where log lines go.</param>
/// <param name="ClientProcess">The process that must be alive, or null.</param>
/// <param name="IsAlone">Whether the process does nothing else, so that it may be tuned for the server.</param>
/// <param name="Explain">The page of a diagnostic's code as Markdown; null where there is none.</param>
public sealed record ServerOptions(string Version, TextWriter Error, int? ClientProcess = null, bool IsAlone = false, Func<string, string?>? Explain = null);
