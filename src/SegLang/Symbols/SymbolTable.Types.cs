using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Symbols;

public sealed partial class SymbolTable
{
    private static readonly string[] TypeNames =
        ["bool", "text", "int", "number", "date", "datetime", "duration", "decimal", "money"];

    /// <summary>The type that a name alone means, or null; `decimal` and `money` need more and are not among them.</summary>
    public static SegType? ScalarOf(string name) => name switch
    {
        "bool" => SegType.Bool,
        "text" => SegType.Text,
        "int" => SegType.Int,
        "number" => SegType.Number,
        "date" => SegType.Date,
        "datetime" => SegType.DateTime,
        "duration" => SegType.Duration,
        _ => null,
    };

    /// <summary>A type as written, with whether it may be unknown; the error type where it was reported.</summary>
    public (SegType Type, bool IsOptional) Resolve(SourceText source, TypeSyntax syntax)
    {
        switch (syntax)
        {
            case OptionalTypeSyntax optional:
                SegType inner = Resolve(source, optional.Type).Type;
                if (inner is SetType or ListType)
                {
                    diagnostics.Add(Rules.BadElement.At(
                        source, syntax.Span, $"a {inner.Name} that is not given is empty, never unknown", "leave out the `?`"));
                }

                return (inner, true);
            case CollectionTypeSyntax collection:
                return (ResolveCollection(source, collection), false);
            case NamedTypeSyntax named:
                SegType type = ResolveNamed(source, named);
                if (type is RecordType)
                {
                    diagnostics.Add(Rules.BadElement.At(
                        source, syntax.Span, "a record stands in a list only", $"write `list of {named.Name.Text}`"));
                    return (SegType.Error, false);
                }

                return (type, false);
            default:
                return (SegType.Error, false);
        }
    }

    /// <summary>The same, reported and noted elsewhere.</summary>
    internal (SegType Type, bool IsOptional) Resolve(SourceText source, TypeSyntax syntax, DiagnosticBag findings, NameUses? noted)
    {
        var own = (diagnostics, uses);
        (diagnostics, uses) = (findings, noted);
        var resolved = Resolve(source, syntax);
        (diagnostics, uses) = own;
        return resolved;
    }

    private static bool IsBuiltIn(string name) => Array.IndexOf(TypeNames, name) >= 0;

    private SegType ResolveCollection(SourceText source, CollectionTypeSyntax syntax)
    {
        if (syntax.Keyword.Text == "list")
        {
            SegType element = syntax.Element is NamedTypeSyntax named ? ResolveNamed(source, named) : SegType.Bool;
            if (element is not (RecordType or ErrorType))
            {
                diagnostics.Add(Rules.BadElement.At(
                    source, syntax.Element.Span, "a list holds records", "write `set of …` for plain values"));
            }

            return element is RecordType record ? new ListType(record.Symbol) : SegType.Error;
        }

        if (syntax.Element is not NamedTypeSyntax)
        {
            diagnostics.Add(Rules.BadElement.At(source, syntax.Element.Span, "a set holds plain values that are never unknown"));
            return SegType.Error;
        }

        SegType item = Resolve(source, syntax.Element).Type;
        return item.IsError ? item : new SetType(item);
    }

    private SegType ResolveNamed(SourceText source, NamedTypeSyntax syntax)
    {
        string name = syntax.Name.Text;
        if (!syntax.Name.IsPresent)
        {
            return SegType.Error;
        }

        if (syntax.Argument is { } argument && name is not ("decimal" or "money"))
        {
            diagnostics.Add(Rules.UnknownType.At(source, syntax.Span, $"{name}({argument.Text})", $"write `{name}`"));
            return SegType.Error;
        }

        return name switch
        {
            "decimal" => ResolveDecimal(source, syntax.Argument),
            "money" => ResolveMoney(source, syntax),
            _ => ScalarOf(name) ?? ResolveDeclared(source, syntax.Name),
        };
    }

    private SegType ResolveDecimal(SourceText source, Token? argument)
    {
        if (argument is null)
        {
            return new DecimalType(2);
        }

        if (argument.Value is long and >= 0 and <= 9)
        {
            return new DecimalType((int)(long)argument.Value);
        }

        if (argument.IsPresent)
        {
            diagnostics.Add(Rules.BadScale.At(source, argument.Span, "write `decimal(2)`, for example"));
        }

        return SegType.Error;
    }

    private SegType ResolveMoney(SourceText source, NamedTypeSyntax syntax)
    {
        if (syntax.Argument is not { } code)
        {
            diagnostics.Add(Rules.UnknownType.At(source, syntax.Span, "money", "say which currency: `money(EUR)`"));
            return SegType.Error;
        }

        if (!code.IsPresent)
        {
            return SegType.Error;
        }

        if (Currencies.MinorUnit(code.Text) is { } digits)
        {
            return new MoneyType(code.Text, digits);
        }

        diagnostics.Add(Rules.UnknownCurrency.At(
            source, code.Span, code.Text, diagnostics.Suggest(code.Text, Currencies.Codes)));
        return SegType.Error;
    }

    // What other languages call a type.
    private static string? ForeignType(string name) => name.ToLowerInvariant() switch
    {
        "integer" or "long" or "bigint" => "did you mean `int`?",
        "string" or "str" or "varchar" or "char" => "did you mean `text`?",
        "boolean" => "did you mean `bool`?",
        "float" or "double" or "real" => "did you mean `number`?",
        "timestamp" or "instant" => "did you mean `datetime`?",
        "numeric" => "did you mean `decimal`?",
        _ => null,
    };

    private SegType ResolveDeclared(SourceText source, Token name)
    {
        switch (Find(name.Text))
        {
            case EnumSymbol symbol:
                return new EnumType(NoteUse(source, name, symbol));
            case RecordSymbol symbol:
                return new RecordType(NoteUse(source, name, symbol));
            default:
                var known = TypeNames.Concat(Names.Where(n => Find(n) is EnumSymbol or RecordSymbol));
                string? help = ForeignType(name.Text) ?? diagnostics.Suggest(name.Text, known) ?? "declare it with `enum` or `record`";
                diagnostics.Add(Rules.UnknownType.At(source, name.Span, name.Text, help));
                return SegType.Error;
        }
    }
}
