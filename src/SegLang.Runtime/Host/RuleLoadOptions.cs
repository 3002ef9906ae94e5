namespace SegLang;

/// <summary>What a host demands of compiled rules before they are loaded.</summary>
public sealed record RuleLoadOptions
{
    /// <summary>The SHA-256 of the file, in hex digits, as `seg build` prints it; null takes any.</summary>
    public string? Hash { get; init; }

    /// <summary>The hash of the schema that the host was written for, as <see cref="RuleManifest.Schema"/> has it; null takes any.</summary>
    public string? SchemaHash { get; init; }
}
