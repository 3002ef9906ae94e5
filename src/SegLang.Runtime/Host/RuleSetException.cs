using System.Collections.Immutable;

namespace SegLang;

/// <summary>Rules cannot be compiled, loaded or bound: <see cref="Problems"/> says all that is wrong at once, a line each.</summary>
public class RuleSetException : Exception
{
    /// <summary>Nothing is said of what is wrong.</summary>
    public RuleSetException()
        : this([])
    {
    }

    /// <summary>One thing is wrong.</summary>
    public RuleSetException(string message)
        : this([message])
    {
    }

    /// <summary>One thing is wrong, because of another.</summary>
    public RuleSetException(string message, Exception innerException)
        : base(message, innerException) => Problems = [message];

    /// <summary>All that is wrong.</summary>
    public RuleSetException(ImmutableArray<string> problems)
        : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    /// <summary>What is wrong, a line each.</summary>
    public ImmutableArray<string> Problems { get; }
}
