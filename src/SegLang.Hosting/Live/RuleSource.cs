using System.Collections.Immutable;
using System.Security.Cryptography;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang;

/// <summary>Where rules lie and what goes with them; reads them whole, then makes a rule set of what it read.</summary>
internal sealed record RuleSource(string Path, ImmutableSortedDictionary<string, string> Params, string? Hash)
{
    public static RuleSource Of(SegLangOptions options, ContentRoot root) => new(
        root.PathOf(options.Path), options.Params.ToImmutableSortedDictionary(StringComparer.Ordinal), options.Hash);

    public static bool IsCompiled(string path) => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);

    public static bool IsRuleFile(string path) => path.EndsWith(".seg", StringComparison.Ordinal);

    /// <summary>What lies there now.</summary>
    public RuleContent Read() => IsCompiled(Path) ? ReadCompiled() : ReadRules();

    private RuleContent ReadCompiled()
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(Path);
            return new(Convert.ToHexStringLower(SHA256.HashData(bytes)), Params, _ => RuleSet.Load(bytes, new RuleLoadOptions { Hash = Hash }));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RuleSetException($"`{Path}` cannot be read: {StrictText.Reason(e)}", e);
        }
    }

    private RuleContent ReadRules()
    {
        RuleFolder folder = RuleFolder.Read(Path);
        Settings settings = Settings.Nearest(folder.Root);
        ImmutableArray<Diagnostic> problems = [.. folder.Findings.Concat(settings.Problems).Where(p => p.Severity == Severity.Error)];
        if (!problems.IsEmpty)
        {
            throw new RuleCompilationException(problems);
        }

        ImmutableSortedDictionary<string, string> values =
            settings.Params.SetItems(Params).ToImmutableSortedDictionary(StringComparer.Ordinal);
        return new(Print(folder.Sources), values, cancellation => RuleSetFolders.Compile(folder.Sources, cancellation));
    }

    private static string Print(ImmutableArray<SourceText> sources)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (SourceText source in sources)
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{source.Path}\0{source.Content}\0"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>What was read: its print, the values for its params, and how it becomes a rule set.</summary>
internal sealed record RuleContent(string Print, ImmutableSortedDictionary<string, string> Params, Func<CancellationToken, RuleSet> Make)
{
    /// <summary>The values of the params as a text, the same for the same values.</summary>
    public string Parameters => string.Join('\n', Params.Select(p => $"{p.Key}={p.Value}"));

    /// <summary>Whether another content makes the same rules.</summary>
    public bool IsSame(RuleContent? other) => other is not null && Print == other.Print && Parameters == other.Parameters;

    /// <summary>The rule set with its params.</summary>
    public RuleSet ToRules(CancellationToken cancellation)
    {
        RuleSet rules = Make(cancellation);
        if (Params.IsEmpty)
        {
            return rules;
        }

        (ImmutableDictionary<string, object> values, ImmutableArray<Diagnostic> findings) =
            ParamReader.Read(rules.Schema.Params, () => rules.Program.Calendar, Params);
        return findings.IsEmpty ? rules.WithForms(values) : throw new RuleCompilationException(findings);
    }
}
