using System.Collections.Frozen;
using System.Collections.Immutable;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Symbols;

/// <summary>An annotation's name and its literal arguments as values.</summary>
public sealed record Annotation(string Name, ImmutableArray<object> Arguments);

/// <summary>Something with a name. Compared by reference; the built-in ones have no source.</summary>
public abstract class Symbol(string name, SourceText? source, TextSpan nameSpan, HeadSyntax head)
{
    /// <summary>The name without backticks, in NFC.</summary>
    public string Name { get; } = name;

    /// <summary>The file that declares it; null for what is built in.</summary>
    public SourceText? Source { get; } = source;

    /// <summary>Where its name stands in that file.</summary>
    public TextSpan NameSpan { get; } = nameSpan;

    /// <summary>Its doc comment, Markdown.</summary>
    public string? Doc { get; } = head.Doc;

    /// <summary>Its annotations as written.</summary>
    public HeadSyntax Head { get; } = head;

    // The names that its declaration mentions, once they were looked for; the order of binding goes by them.
    internal string[]? MentionedNames { get; set; }

    // What it tells those that look it up, once that was asked for.
    internal string? Meaning { get; set; }

    /// <inheritdoc />
    public override string ToString() => Name;
}

/// <summary>What `ruleset` settles, or the defaults.</summary>
public sealed record RuleSetSettings(string Name, string TimeZone, bool WeekStartsSunday, int Edition);

/// <summary>An enum: its members in order. `Weekday` is built in, Monday first.</summary>
public sealed class EnumSymbol(string name, SourceText? source, TextSpan nameSpan, HeadSyntax head)
    : Symbol(name, source, nameSpan, head)
{
    /// <summary>The members in declared order.</summary>
    public ImmutableArray<MemberSymbol> Members { get; internal set; } = [];
}

/// <summary>A member of an enum, an entry of a class or a stage of a journey; <see cref="Ordinal"/> counts from 0.</summary>
public sealed class MemberSymbol(
    string name, int ordinal, string? label, SourceText? source, TextSpan nameSpan, HeadSyntax head)
    : Symbol(name, source, nameSpan, head)
{
    /// <summary>Its place among its siblings, from 0.</summary>
    public int Ordinal { get; } = ordinal;

    /// <summary>The label for people, if given.</summary>
    public string? Label { get; } = label;

    /// <summary>Whether it is a final stage.</summary>
    public bool IsFinal { get; internal set; }

    // The enum, class or journey that it belongs to; null for those of `Weekday`.
    internal Symbol? Owner { get; set; }
}

/// <summary>A record, the profile or an event: something with fields.</summary>
public abstract class SchemaSymbol(string name, SchemaSyntax syntax, SourceText source)
    : Symbol(name, source, syntax.Name.Span, syntax.Head)
{
    /// <summary>As written.</summary>
    public SchemaSyntax Syntax { get; } = syntax;

    private FrozenDictionary<string, FieldSymbol>? byName;

    /// <summary>The declared fields, computed ones too, by <see cref="FieldSymbol.Ordinal"/>.</summary>
    public ImmutableArray<FieldSymbol> Fields { get; private set; } = [];

    /// <summary>The field of that name, or null; events also know their implicit `time` and `order`.</summary>
    public virtual FieldSymbol? Find(string name) => byName?.GetValueOrDefault(name);

    internal void SetFields(ImmutableArray<FieldSymbol> fields)
    {
        Fields = fields;
        byName = fields.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
    }
}

/// <summary>A record.</summary>
public sealed class RecordSymbol(string name, SchemaSyntax syntax, SourceText source) : SchemaSymbol(name, syntax, source);

/// <summary>The profile; <see cref="Key"/> is null only where that was reported.</summary>
public sealed class ProfileSymbol(string name, SchemaSyntax syntax, SourceText source) : SchemaSymbol(name, syntax, source)
{
    /// <summary>The field that identifies a profile.</summary>
    public FieldSymbol? Key { get; internal set; }
}

/// <summary>An event type.</summary>
public sealed class EventSymbol(string name, int ordinal, SchemaSyntax syntax, SourceText source)
    : SchemaSymbol(name, syntax, source)
{
    /// <summary>Its place among the event types in order of declaration (by file name, then place), from 0.</summary>
    public int Ordinal { get; } = ordinal;

    /// <summary>The implicit `time: datetime`.</summary>
    public required FieldSymbol Time { get; init; }

    /// <summary>The implicit `order: int`; hidden where a field `order` is declared, but still what orders events.</summary>
    public required FieldSymbol Order { get; init; }

    /// <summary>`time from "…"`</summary>
    public string? TimeColumn { get; internal set; }

    /// <summary>`order from "…"`</summary>
    public string? OrderColumn { get; internal set; }

    /// <summary>`profile from "…"`</summary>
    public string? ProfileColumn { get; internal set; }

    /// <summary>The fields of `once by`; empty without it.</summary>
    public ImmutableArray<FieldSymbol> OnceBy { get; internal set; } = [];

    /// <summary>The span of `once by … for`.</summary>
    public SpanValue? OnceFor { get; internal set; }

    /// <inheritdoc />
    public override FieldSymbol? Find(string name) =>
        base.Find(name) ?? (name == "time" ? Time : name == "order" ? Order : null);
}

/// <summary>A field of a record, profile or event. The implicit `time` and `order` of events have ordinal −1.</summary>
public sealed class FieldSymbol(string name, int ordinal, SourceText? source, TextSpan nameSpan, HeadSyntax head)
    : Symbol(name, source, nameSpan, head)
{
    /// <summary>Its place among its owner's fields, from 0; −1 for `time` and `order`.</summary>
    public int Ordinal { get; } = ordinal;

    /// <summary>As written; null for `time` and `order`.</summary>
    public FieldSyntax? Syntax { get; internal set; }

    /// <summary>The declaration that it belongs to; null for `time` and `order`.</summary>
    public SchemaSymbol? Owner { get; internal set; }

    // The event of an implicit `time` or `order`.
    internal EventSymbol? ImplicitOf { get; set; }

    /// <summary>Its type, without `?`.</summary>
    public SegType Type { get; internal set; } = SegType.Error;

    /// <summary>Whether a value may be unknown: declared with `?`, or computed from such.</summary>
    public bool IsOptional { get; internal set; }

    /// <summary>Whether it is the profile's key.</summary>
    public bool IsKey { get; internal set; }

    /// <summary>Whether it is computed from the other fields (its expression is in the bound rule set).</summary>
    public bool IsComputed { get; internal set; }

    /// <summary>The value of `default`, in the form of Values.cs; null without one.</summary>
    public object? Default { get; internal set; }

    /// <summary>`from "Column"`</summary>
    public string? Column { get; internal set; }
}

/// <summary>A param: its type and the value that holds unless the host gives another.</summary>
public sealed class ParamSymbol(ParamSyntax syntax, SourceText source) : Symbol(syntax.Name.Text, source, syntax.Name.Span, syntax.Head)
{
    /// <summary>As written.</summary>
    public ParamSyntax Syntax { get; } = syntax;

    /// <summary>Its type; `span` where the type is duration and the value keeps a unit.</summary>
    public SegType Type { get; internal set; } = SegType.Error;

    /// <summary>Its value, in the form of Values.cs.</summary>
    public object? Default { get; internal set; }
}

/// <summary>A trait; its type is known once its expression is bound.</summary>
public sealed class TraitSymbol(TraitSyntax syntax, SourceText source) : Symbol(syntax.Name.Text, source, syntax.Name.Span, syntax.Head)
{
    /// <summary>As written.</summary>
    public TraitSyntax Syntax { get; } = syntax;
}

/// <summary>A segment.</summary>
public sealed class SegmentSymbol(SegmentSyntax syntax, SourceText source) : Symbol(syntax.Name.Text, source, syntax.Name.Span, syntax.Head)
{
    /// <summary>As written.</summary>
    public SegmentSyntax Syntax { get; } = syntax;

    /// <summary>The title for people, if given.</summary>
    public string? Title { get; } = syntax.Title?.Value as string;
}

/// <summary>A classification: its entries in order.</summary>
public sealed class ClassSymbol(ClassifySyntax syntax, SourceText source) : Symbol(syntax.Name.Text, source, syntax.Name.Span, syntax.Head)
{
    /// <summary>As written.</summary>
    public ClassifySyntax Syntax { get; } = syntax;

    /// <summary>The title for people, if given.</summary>
    public string? Title { get; } = syntax.Title?.Value as string;

    /// <summary>The entries in order.</summary>
    public ImmutableArray<MemberSymbol> Entries { get; internal set; } = [];
}

/// <summary>A score.</summary>
public sealed class ScoreSymbol(ScoreSyntax syntax, SourceText source) : Symbol(syntax.Name.Text, source, syntax.Name.Span, syntax.Head)
{
    /// <summary>As written.</summary>
    public ScoreSyntax Syntax { get; } = syntax;

    /// <summary>The title for people, if given.</summary>
    public string? Title { get; } = syntax.Title?.Value as string;

    /// <summary>Whether a line halves: then its value is a `number`, otherwise an `int`.</summary>
    public bool Fades { get; } = syntax.Lines.Any(l => l is ScorePerSyntax { Halving: not null });

    /// <summary>`number` with a halving line, otherwise `int`.</summary>
    public SegType Type => Fades ? SegType.Number : SegType.Int;
}

/// <summary>An action that a journey may ask for.</summary>
public sealed class ActionSymbol(ActionSyntax syntax, SourceText source) : Symbol(syntax.Name.Text, source, syntax.Name.Span, syntax.Head)
{
    /// <summary>As written.</summary>
    public ActionSyntax Syntax { get; } = syntax;

    /// <summary>The parameters in order.</summary>
    public ImmutableArray<ParameterSymbol> Parameters { get; internal set; } = [];
}

/// <summary>A parameter of an action.</summary>
public sealed class ParameterSymbol(string name, SegType type, bool isOptional, SourceText source, TextSpan nameSpan)
    : Symbol(name, source, nameSpan, HeadSyntax.None)
{
    /// <summary>Its type, without `?`.</summary>
    public SegType Type { get; } = type;

    /// <summary>Whether an argument may be left out.</summary>
    public bool IsOptional { get; } = isOptional;

    internal ActionSymbol? Owner { get; set; }

    /// <summary>Its name, its type and whether an argument may be left out.</summary>
    public void Deconstruct(out string name, out SegType type, out bool isOptional) => (name, type, isOptional) = (Name, Type, IsOptional);
}

/// <summary>The name of a sequence's step (`Visit as v`) or of a list's variable (`i in items`); an editor's, since rules are bound to the variable.</summary>
public sealed class AliasSymbol(string name, SchemaSymbol schema, SourceText source, TextSpan nameSpan)
    : Symbol(name, source, nameSpan, HeadSyntax.None)
{
    /// <summary>The event or record that it stands for.</summary>
    public SchemaSymbol Schema { get; } = schema;
}

/// <summary>A limit over several actions.</summary>
public sealed class LimitSymbol(LimitSyntax syntax, SourceText source) : Symbol(syntax.Name.Text, source, syntax.Name.Span, syntax.Head)
{
    /// <summary>As written.</summary>
    public LimitSyntax Syntax { get; } = syntax;
}

/// <summary>A journey: its stages in order.</summary>
public sealed class JourneySymbol(JourneySyntax syntax, SourceText source) : Symbol(syntax.Name.Text, source, syntax.Name.Span, syntax.Head)
{
    /// <summary>As written.</summary>
    public JourneySyntax Syntax { get; } = syntax;

    /// <summary>The title for people, if given.</summary>
    public string? Title { get; } = syntax.Title?.Value as string;

    /// <summary>The stages in order.</summary>
    public ImmutableArray<MemberSymbol> Stages { get; internal set; } = [];
}

/// <summary>The event that a step of a query ranges over; <see cref="Alias"/> is its name after `as`, if given.</summary>
public sealed class EventVariable(EventSymbol symbol, string? alias)
{
    /// <summary>The event type.</summary>
    public EventSymbol Event { get; } = symbol;

    /// <summary>Its name after `as`.</summary>
    public string? Alias { get; } = alias;
}

/// <summary>The variable of `any(i in items …)`.</summary>
public sealed class ListVariable(RecordSymbol symbol, string name)
{
    /// <summary>The record type.</summary>
    public RecordSymbol Record { get; } = symbol;

    /// <summary>Its name.</summary>
    public string Name { get; } = name;
}
