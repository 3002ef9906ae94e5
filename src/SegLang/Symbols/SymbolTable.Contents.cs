using System.Collections.Immutable;
using NodaTime;
using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Symbols;

public sealed partial class SymbolTable
{
    private static readonly string[] AnnotationNames = ["owner", "tag", "deprecated", "sensitive", "was"];

    private static readonly HashSet<string> Zones = [.. DateTimeZoneProviders.Tzdb.Ids];

    private RuleSetSyntax? settings;

    private void DeclareSettings(SourceText source, RuleSetSyntax syntax)
    {
        if (settings is not null)
        {
            diagnostics.Add(Rules.OnlyOne.At(source, syntax.Keyword.Span, "ruleset"));
            return;
        }

        settings = syntax;
        string zone = syntax.Timezone?.Value as string ?? "UTC";
        if (!Zones.Contains(zone))
        {
            string help = diagnostics.Suggest(zone, Zones) ?? "take a name of the IANA time zone database, such as `Europe/Berlin`";
            diagnostics.Add(Rules.UnknownZone.At(source, syntax.Timezone?.Span ?? syntax.Span, zone, help));
            zone = "UTC";
        }

        if (syntax.Edition is { Value: long edition } token && edition != 2026)
        {
            diagnostics.Add(Rules.BadSetting.At(source, token.Span, $"there is no edition `{edition}`", "the editions are: 2026"));
        }

        Settings = new(syntax.Name.IsPresent ? syntax.Name.Text : "Rules", zone, syntax.WeekStart?.Text == "sunday", 2026);
    }

    private void DeclareContents(Symbol symbol)
    {
        switch (symbol)
        {
            case SchemaSymbol schema:
                DeclareFields(schema);
                break;
            case ParamSymbol { Source: { } source } param:
                param.Type = Resolve(source, param.Syntax.Type).Type;
                break;
            case ActionSymbol { Source: { } source } action:
                action.Parameters = [.. action.Syntax.Parameters.Select(p => MakeParameter(source, action, p))];
                break;
            case JourneySymbol journey when uses is null:
                CheckStages(journey);
                break;
        }
    }

    private void CheckStages(JourneySymbol journey)
    {
        if (journey.Source is not { } source)
        {
            return;
        }

        foreach (StageSyntax stage in journey.Syntax.Parts.OfType<StageSyntax>())
        {
            CheckAnnotations(source, stage.Head);
        }

        DeclareStages(source, journey);
    }

    // The second of two stages with one name is none of its own; it is taken for the first.
    private void DeclareStages(SourceText source, JourneySymbol journey)
    {
        if (uses is null)
        {
            return;
        }

        Dictionary<string, MemberSymbol> stages = journey.Stages.ToDictionary(s => s.Name, StringComparer.Ordinal);
        foreach (Token name in journey.Syntax.Parts.OfType<StageSyntax>().Select(s => s.Name).Where(n => n.IsPresent))
        {
            MemberSymbol stage = stages[name.Text];
            if (stage.NameSpan == name.Span)
            {
                uses.Declare(stage);
            }
            else
            {
                uses.Add(source, name.Span, stage);
            }
        }
    }

    private ParameterSymbol MakeParameter(SourceText source, ActionSymbol action, ActionParameterSyntax syntax)
    {
        var (type, isOptional) = Resolve(source, syntax.Type);
        ParameterSymbol parameter = new(syntax.Name.Text, type, isOptional, source, syntax.Name.Span) { Owner = action };
        uses?.Declare(parameter);
        return parameter;
    }

    private void DeclareFields(SchemaSymbol schema)
    {
        if (schema.Source is not { } source)
        {
            return;
        }

        var fields = ImmutableArray.CreateBuilder<FieldSymbol>();
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (FieldSyntax syntax in schema.Syntax.Members.OfType<FieldSyntax>().Where(f => f.Name.IsPresent))
        {
            CheckAnnotations(source, syntax.Head);
            if (!names.Add(syntax.Name.Text))
            {
                diagnostics.Add(Rules.DuplicateName.At(source, syntax.Name.Span, syntax.Name.Text, "give one of them another name"));
                continue;
            }

            if (schema is EventSymbol && syntax.Name.Text == "time")
            {
                diagnostics.Add(Rules.ReservedField.At(
                    source, syntax.Name.Span, "time", "write `time from \"Column\"` to say where it comes from"));
                continue;
            }

            FieldSymbol field = MakeField(source, schema, syntax, fields.Count);
            fields.Add(field);
            uses?.Declare(field);
        }

        schema.SetFields(fields.ToImmutable());
        if (schema is ProfileSymbol profile)
        {
            FindKey(source, profile);
        }
        else if (schema is EventSymbol symbol)
        {
            DeclareColumns(source, symbol);
        }
    }

    private FieldSymbol MakeField(SourceText source, SchemaSymbol schema, FieldSyntax syntax, int ordinal)
    {
        var (type, isOptional) = syntax.Type is null ? (SegType.Error, false) : Resolve(source, syntax.Type);
        if (type is ListType && schema is RecordSymbol)
        {
            diagnostics.Add(Rules.BadElement.At(source, syntax.Type?.Span ?? syntax.Span, "a record holds no lists"));
            type = SegType.Error;
        }

        if (syntax.Key is { } key && schema is not ProfileSymbol)
        {
            diagnostics.Add(Rules.BadKey.At(source, key.Span, "only the profile has a key"));
        }

        return new FieldSymbol(syntax.Name.Text, ordinal, source, syntax.Name.Span, syntax.Head)
        {
            Owner = schema,
            Syntax = syntax,
            Type = type,
            IsOptional = isOptional,
            IsKey = syntax.Key is not null && schema is ProfileSymbol,
            IsComputed = syntax.Expression is not null,
            Column = syntax.From?.Value as string,
        };
    }

    private void FindKey(SourceText source, ProfileSymbol profile)
    {
        var keys = profile.Fields.Where(f => f.IsKey).ToList();
        profile.Key = keys.FirstOrDefault();
        if (keys.Count == 0)
        {
            diagnostics.Add(Rules.BadKey.At(
                source, profile.NameSpan, $"`{profile.Name}` has no key", "write `key` after the field that identifies a profile"));
            return;
        }

        FieldSymbol key = keys[0];
        if (keys.Count > 1)
        {
            diagnostics.Add(Rules.BadKey.At(source, keys[1].NameSpan, "a profile has one key"));
        }

        bool fits = key.Type.IsError || key.Type == SegType.Text || key.Type == SegType.Int;
        if (!fits || key.IsOptional || key.IsComputed)
        {
            diagnostics.Add(Rules.BadKey.At(source, key.NameSpan, "a key is a `text` or an `int` that is always known"));
        }
    }

    private void DeclareColumns(SourceText source, EventSymbol symbol)
    {
        HashSet<string> seen = [];
        foreach (MemberSyntax member in symbol.Syntax.Members)
        {
            if (member is ColumnSyntax column)
            {
                DeclareColumn(source, symbol, column, seen);
            }
            else if (member is OnceSyntax once)
            {
                DeclareOnce(source, symbol, once);
            }
        }
    }

    private void DeclareColumn(SourceText source, EventSymbol symbol, ColumnSyntax column, HashSet<string> seen)
    {
        string? name = column.From.Value as string;
        if (!seen.Add(column.Name.Text))
        {
            diagnostics.Add(Rules.DuplicateName.At(source, column.Name.Span, column.Name.Text, "remove one of them"));
        }

        switch (column.Name.Text)
        {
            case "time":
                uses?.Add(source, column.Name.Span, symbol.Time);
                symbol.TimeColumn = name;
                break;
            case "order":
                uses?.Add(source, column.Name.Span, symbol.Order);
                symbol.OrderColumn = name;
                break;
            default:
                symbol.ProfileColumn = name;
                break;
        }
    }

    private void DeclareOnce(SourceText source, EventSymbol symbol, OnceSyntax once)
    {
        if (symbol.OnceBy.Length > 0)
        {
            diagnostics.Add(Rules.OnlyOne.At(source, once.Keyword.Span, "once by"));
            return;
        }

        var fields = ImmutableArray.CreateBuilder<FieldSymbol>();
        foreach (Token name in once.Fields.Where(n => n.IsPresent))
        {
            if (symbol.Find(name.Text) is not { } field)
            {
                diagnostics.Add(Rules.UnknownField.At(
                    source, name.Span, name.Text, symbol.Name, diagnostics.Suggest(name.Text, symbol.Fields.Select(f => f.Name))));
            }
            else if (NoteUse(source, name, field).Type is SetType or ListType)
            {
                diagnostics.Add(Rules.BadElement.At(source, name.Span, $"`once by` compares plain values, not a {field.Type.Name}"));
            }
            else if (field.IsComputed)
            {
                diagnostics.Add(Rules.BadElement.At(
                    source, name.Span, $"`once by` compares what comes with the event, and `{field.Name}` is computed", "name the fields that it is made of"));
            }
            else
            {
                fields.Add(field);
            }
        }

        symbol.OnceBy = fields.ToImmutable();
    }

    private T NoteUse<T>(SourceText source, Token name, T symbol) where T : Symbol
    {
        uses?.Add(source, name.Span, symbol);
        return symbol;
    }

    private void CheckAnnotations(SourceText source, HeadSyntax head)
    {
        foreach (AnnotationSyntax annotation in head.Annotations)
        {
            string name = annotation.Name.Text;
            if (annotation.Name.IsPresent && Array.IndexOf(AnnotationNames, name) < 0)
            {
                string help = diagnostics.Suggest(name, AnnotationNames) ?? "the annotations are @owner, @tag, @deprecated, @sensitive and @was";
                diagnostics.Add(Rules.UnknownAnnotation.At(source, annotation.Span, name, help));
            }
        }
    }
}
