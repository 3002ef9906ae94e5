using SegLang.Text;

namespace SegLang.Diagnostics;

/// <summary>A row of the diagnostics table: a stable code and a severity. Codes are never renumbered or reused.</summary>
public abstract record Rule(string Code, Severity Severity);

/// <summary>A rule whose message needs nothing.</summary>
public sealed record PlainRule(string Code, Severity Severity, string Message) : Rule(Code, Severity)
{
    /// <summary>The finding at a place.</summary>
    public Diagnostic At(SourceText source, TextSpan span, string? help = null) =>
        new(Code, Severity, source, span, Message, help);
}

/// <summary>A rule whose message needs one argument.</summary>
public sealed record Rule<T>(string Code, Severity Severity, Func<T, string> Message) : Rule(Code, Severity)
{
    /// <summary>The finding at a place.</summary>
    public Diagnostic At(SourceText source, TextSpan span, T argument, string? help = null) =>
        new(Code, Severity, source, span, Message(argument), help);
}

/// <summary>A rule whose message needs two arguments.</summary>
public sealed record Rule<T1, T2>(string Code, Severity Severity, Func<T1, T2, string> Message) : Rule(Code, Severity)
{
    /// <summary>What a finding says a part of, by its name (<see cref="Diagnostic.Owner"/>); null for rules that are not about parts.</summary>
    public Func<T1, T2, string>? Owner { get; init; }

    /// <summary>The finding at a place.</summary>
    public Diagnostic At(SourceText source, TextSpan span, T1 first, T2 second, string? help = null) =>
        new(Code, Severity, source, span, Message(first, second), help) { Owner = Owner?.Invoke(first, second) };
}

/// <summary>A rule whose message needs three arguments.</summary>
public sealed record Rule<T1, T2, T3>(string Code, Severity Severity, Func<T1, T2, T3, string> Message)
    : Rule(Code, Severity)
{
    /// <summary>The finding at a place.</summary>
    public Diagnostic At(SourceText source, TextSpan span, T1 first, T2 second, T3 third, string? help = null) =>
        new(Code, Severity, source, span, Message(first, second, third), help);
}
