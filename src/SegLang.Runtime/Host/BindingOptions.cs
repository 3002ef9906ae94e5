namespace SegLang;

/// <summary>How a host's classes are bound to the schema of rules.</summary>
public sealed record BindingOptions
{
    /// <summary>
    /// Whether every profile is checked before it is evaluated: texts are in NFC, sets hold no value twice, events are in order of time (and `order`).
    /// What does not hold is a <see cref="RuleDataException"/>. Without it, a host that breaks these rules gets wrong answers.
    /// </summary>
    public bool Checks { get; init; } = true;

    /// <summary>Whether event types without a counterpart among the host's members have no events; otherwise they are an error.</summary>
    public bool AllowMissingEvents { get; init; }
}
