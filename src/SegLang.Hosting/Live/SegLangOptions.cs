namespace SegLang;

/// <summary>Where a host app's rules come from, and how they are kept up to date. Checked when the host starts and whenever they change.</summary>
public sealed class SegLangOptions
{
    /// <summary>The folder of the `.seg` files, one `.seg` file, or a compiled `.dll`; relative to the app's content root.</summary>
    public string Path { get; set; } = "";

    /// <summary>Values for the rules' params, written as in `seglang.json` (`30 days`, `2026-03-09`, `12.50`); they come before those of that file.</summary>
    public Dictionary<string, string> Params { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether changes of the files are followed; on by default.</summary>
    public bool Watch { get; set; } = true;

    /// <summary>How long the files must be at rest before they are read; 250 ms by default.</summary>
    public TimeSpan Debounce { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often the files are looked at besides, for file systems that tell no changes; 30 s by default, zero for never.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The SHA-256 of a compiled `.dll`, as `seg build` prints it: nothing else is loaded.</summary>
    public string? Hash { get; set; }

    /// <summary>Whether the host may start without usable rules, unhealthy until they come; otherwise it does not start.</summary>
    public bool MayStartWithoutRules { get; set; }

    /// <summary>How many findings of refused rules are logged; 10 by default.</summary>
    public int MaxFindings { get; set; } = 10;
}
