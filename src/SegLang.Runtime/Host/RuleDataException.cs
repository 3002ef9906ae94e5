namespace SegLang;

/// <summary>
/// A host's object holds what its field of the rules cannot: null where a value is always known, more decimals than the type, events out of order …
/// <see cref="Place"/> names field and member, never the value.
/// </summary>
public sealed class RuleDataException : Exception
{
    /// <summary>Nothing is said of what is wrong.</summary>
    public RuleDataException()
        : this("a value does not fit its field")
    {
    }

    /// <summary>What is wrong, without a place.</summary>
    public RuleDataException(string message)
        : base(message)
    {
    }

    /// <summary>What is wrong, because of another exception.</summary>
    public RuleDataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal RuleDataException(string place, string reason, Exception? innerException)
        : base($"{place}: {reason}", innerException) => Place = place;

    /// <summary>Where: the field and what it is bound to; null where that is not known.</summary>
    public string? Place { get; }
}
