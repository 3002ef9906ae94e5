using SegLang.Symbols;

namespace SegLang.Binding;

/// <summary>
/// What names can mean where an expression stands, from the inside out: the names of steps and list variables, the fields of the
/// event whose `where` this is, then what lies outside. Immutable.
/// </summary>
public sealed class Scope
{
    private Scope(Scope? outer, EventVariable? fieldsOf, object? variable, string? name, SchemaSymbol? own)
    {
        Outer = outer;
        FieldsOf = fieldsOf;
        Variable = variable;
        Name = name;
        Own = own;
    }

    /// <summary>Only the profile and the declarations.</summary>
    public static Scope Profile { get; } = new(null, null, null, null, null);

    /// <summary>The scope around this one.</summary>
    public Scope? Outer { get; }

    /// <summary>The event whose fields can be named bare here.</summary>
    public EventVariable? FieldsOf { get; }

    /// <summary>The event or list variable that has a name here.</summary>
    public object? Variable { get; }

    /// <summary>That name.</summary>
    public string? Name { get; }

    /// <summary>Inside a computed field: the declaration whose fields alone can be named.</summary>
    public SchemaSymbol? Own { get; }

    /// <summary>Inside the computed fields of a declaration.</summary>
    public static Scope Inside(SchemaSymbol own) => new(null, null, null, null, own);

    /// <summary>With the event's fields nameable bare.</summary>
    public Scope WithFields(EventVariable variable) => new(this, variable, null, null, Own);

    /// <summary>With a named step or list variable.</summary>
    public Scope WithVariable(string name, object variable) => new(this, null, variable, name, Own);

    /// <summary>The step or list variable of that name, innermost first, or null.</summary>
    public object? FindVariable(string name)
    {
        for (Scope? at = this; at is not null; at = at.Outer)
        {
            if (at.Name == name)
            {
                return at.Variable;
            }
        }

        return null;
    }

    /// <summary>The event, innermost first, that has a field of that name, or null.</summary>
    public EventVariable? FindEventWith(string fieldName)
    {
        for (Scope? at = this; at is not null; at = at.Outer)
        {
            if (at.FieldsOf?.Event.Find(fieldName) is not null)
            {
                return at.FieldsOf;
            }
        }

        return null;
    }

    /// <summary>The innermost event whose fields can be named bare, or null.</summary>
    public EventVariable? InnermostEvent
    {
        get
        {
            Scope? at = this;
            while (at is { FieldsOf: null })
            {
                at = at.Outer;
            }

            return at?.FieldsOf;
        }
    }
}
