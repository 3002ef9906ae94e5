namespace SegLang.Reference;

/// <summary>
/// What a variable stands for while an expression is evaluated: an event for an event variable, a record for a list variable,
/// and for <see cref="Owner"/> the profile, event or record whose computed field is asked.
/// </summary>
internal sealed record ReferenceScope(object Variable, object Value, ReferenceScope? Outer)
{
    /// <summary>The variable of a computed field's owner.</summary>
    public static object Owner { get; } = new();

    /// <summary>The value of a variable that is in scope.</summary>
    public static object Find(ReferenceScope? scope, object variable)
    {
        for (; scope is not null; scope = scope.Outer)
        {
            if (ReferenceEquals(scope.Variable, variable))
            {
                return scope.Value;
            }
        }

        throw new InvalidOperationException("a variable is used outside its query");
    }
}
