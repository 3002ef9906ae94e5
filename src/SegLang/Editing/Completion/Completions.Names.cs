using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Editing;

public static partial class Completions
{
    // What a name stands for where the grammar asks for one; names that are new are not proposed.
    private static void AddRole(CompletionContext context, Proposals proposals, GrammarTerminal terminal)
    {
        switch (terminal.Production, terminal.Text, terminal.Index)
        {
            case ("Step" or "OnLine" or "AfterLine" or "EventStep" or "Per", "NAME", 0) or ("Start", "NAME", 1):
                AddEvents(context, proposals, terminal.Production);
                break;
            case ("Step", "NAME", 2):
                AddAliases(context, proposals);
                break;
            case ("Path", "NAME", _):
                AddMembers(context, proposals);
                break;
            case ("Once", "NAME", _):
                AddFields(proposals, Own(context), f => f is { IsComputed: false, Type: not (SetType or ListType) }, 0);
                break;
            case ("NamedType", "NAME", 0):
                AddTypes(context, proposals);
                break;
            case ("NamedType", "NAME", 1) when context.Before is [.., var type, _] && type.Text == "money":
            case ("Money", "CURRENCY", _) when AllowsCurrency(context):
                AddCurrencies(context, proposals);
                break;
            case ("Start", "NAME", 0) or ("Target" or "SplitBranch", "NAME", _):
                AddStages(context, proposals);
                break;
            case ("ActionCall" or "ExpectActionStep", "NAME", 0) or ("LimitPart", "NAME", 0) or ("Limit", "NAME", 1):
                AddActions(context, proposals, terminal.Production);
                break;
            case ("FieldValue", "NAME", 0):
                AddValueNames(context, proposals);
                break;
            case ("Count" or "InWindow", "NAME", 0):
                AddCounts(context, proposals);
                break;
            case ("Annotation", "NAME", 0):
                foreach (string name in (string[])["owner", "tag", "deprecated", "sensitive", "was"])
                {
                    proposals.Add(name, CompletionKind.Keyword, 0, null, name == "sensitive" ? name : name + "(\"$1\")", name != "sensitive");
                }

                break;
        }
    }

    private static SchemaSymbol? Own(CompletionContext context) =>
        context.Path.OfType<SchemaSyntax>().FirstOrDefault() is { } schema ? context.Snapshot.Symbols.Find<SchemaSymbol>(schema.Name.Text) : null;

    private static void AddEvents(CompletionContext context, Proposals proposals, string production)
    {
        AggregateSyntax? aggregate = context.Path.OfType<AggregateSyntax>().LastOrDefault();
        bool needsField = production == "Step" && aggregate?.Name.Text is "sum" or "avg" or "min" or "max" or "median" or "distinct" or "mode";
        foreach (EventSymbol symbol in context.Snapshot.Symbols.Events)
        {
            string after = production == "EventStep" ? " { $1 }" : "";
            proposals.AddName(symbol.Name, CompletionKind.Event, 0, "event", "symbol:" + symbol.Name, symbol.Head, symbol.Ordinal, after, needsField ? "." : "");
        }
    }

    private static void AddAliases(CompletionContext context, Proposals proposals)
    {
        foreach (StepSyntax step in context.Path.OfType<QuerySyntax>().LastOrDefault()?.Steps ?? [])
        {
            if (step.Alias is { IsPresent: true } alias && step.Span.End < context.Path[^1].Span.End)
            {
                proposals.AddName(alias.Text, CompletionKind.Variable, 0, step.Event.Text, null);
            }
        }
    }

    private static void AddFields(Proposals proposals, SchemaSymbol? owner, Func<FieldSymbol, bool> fits, int rank, Func<FieldSymbol, bool>? isBest = null)
    {
        if (owner is null)
        {
            return;
        }

        IEnumerable<FieldSymbol> fields = owner is EventSymbol e ? [.. owner.Fields, e.Time, .. owner.Find("order") == e.Order ? [e.Order] : Array.Empty<FieldSymbol>()] : owner.Fields;
        foreach (FieldSymbol field in fields.Where(f => !f.Type.IsError && fits(f)))
        {
            int order = field.Ordinal < 0 ? 900 : Math.Min(field.Ordinal, 899);
            proposals.AddName(
                field.Name, CompletionKind.Field, isBest?.Invoke(field) == true ? 0 : rank, $"{TypeText.Of(field)} · {owner.Name}", $"part:{owner.Name}:{field.Name}", field.Head, order,
                commit: field.Type is EventType ? "." : "");
        }
    }

    // After a dot: the fields of what stands before it, the parts of an instant, the members of an enum.
    private static void AddMembers(CompletionContext context, Proposals proposals)
    {
        if (context.Path.OfType<StepSyntax>().LastOrDefault() is { } step && step.Path.Any(p => p.Span.Touches(context.Path[^1].Span.End)) && context.Path[^1] is StepSyntax)
        {
            AddPathMembers(context, proposals, step);
            return;
        }

        if (context.Path.OfType<MemberAccessSyntax>().LastOrDefault() is not { } access)
        {
            return;
        }

        if (access.Target is NameSyntax target)
        {
            if (context.Types.Schema(target.Name.Text, context.Scope) is { } schema)
            {
                AddFields(proposals, schema, _ => true, 0);
                return;
            }

            bool isValue = context.Types.Of(target, context.Scope) is not null;
            Symbol? symbol = context.Snapshot.Symbols.Find(target.Name.Text);
            if (symbol is EnumSymbol && !isValue)
            {
                AddMembersOf(proposals, symbol, 0);
                return;
            }
        }

        AddMembersOfValue(proposals, context.Types.Of(access.Target, context.Scope), access.Target is NameSyntax);
    }

    private static void AddMembersOfValue(Proposals proposals, SegType? type, bool isName)
    {
        switch (type)
        {
            case EventType e:
                AddFields(proposals, e.Symbol, _ => true, 0);
                break;
            case ClassType c when isName:
                AddMembersOf(proposals, c.Symbol, 0);
                break;
            case JourneyType j when isName:
                proposals.Add("since", CompletionKind.Field, 0, "datetime?");
                proposals.Add("entered", CompletionKind.Field, 0, "int?");
                AddMembersOf(proposals, j.Symbol, 1);
                break;
            case ScalarType { Kind: ScalarKind.Date or ScalarKind.DateTime }:
                AddParts(proposals, type == SegType.Date);
                break;
        }
    }

    private static void AddParts(Proposals proposals, bool isDate)
    {
        int order = 0;
        foreach (string part in (string[])["year", "quarter", "month", "day", "weekday", "hour", "minute", "date"])
        {
            if (!isDate || part is not ("hour" or "minute"))
            {
                string type = part switch { "weekday" => SymbolTable.Weekday.Name, "date" => SegType.Date.Name, _ => SegType.Int.Name };
                proposals.Add(part, CompletionKind.Field, 1, type, order: order++);
            }
        }
    }

    // `sum(Purchase.`: the fields that the aggregate takes, then parts of an instant.
    private static void AddPathMembers(CompletionContext context, Proposals proposals, StepSyntax step)
    {
        EventSymbol? symbol = context.Snapshot.Symbols.Find<EventSymbol>(step.Event.Text);
        if (step.Path.Length > 1)
        {
            SegType? type = symbol?.Find(step.Path[0].Text)?.Type;
            AddMembersOfValue(proposals, type is ScalarType ? type : null, false);
            return;
        }

        bool sums = context.Path.OfType<AggregateSyntax>().LastOrDefault()?.Name.Text is "sum" or "avg" or "median";
        AddFields(proposals, symbol, f => f.Type is not (SetType or ListType) && (!sums || f.Type.IsExact || f.Type == SegType.Duration), 0);
    }

    private static void AddTypes(CompletionContext context, Proposals proposals)
    {
        bool inList = context.Last?.Is("of") == true && context.Before is [.., { Text: "list" }, _];
        foreach (RecordSymbol symbol in context.Snapshot.Symbols.Of<RecordSymbol>().Where(_ => inList))
        {
            proposals.AddName(symbol.Name, CompletionKind.Struct, 0, "record", "symbol:" + symbol.Name, symbol.Head);
        }

        if (inList)
        {
            return;
        }

        foreach (string name in TypeTexts.Names)
        {
            string? insert = name == "money" ? "money(${1:EUR})" : null;
            proposals.Add(name, CompletionKind.Type, 0, null, insert, insert is not null, docKey: "type:" + name);
        }

        foreach (EnumSymbol symbol in context.Snapshot.Symbols.Of<EnumSymbol>().Append(SymbolTable.Weekday))
        {
            proposals.AddName(symbol.Name, CompletionKind.Enum, 1, "enum", "symbol:" + symbol.Name, symbol.Head);
        }
    }

    private static bool AllowsCurrency(CompletionContext context) =>
        !context.StartsLine && NumberGoesWith(context) is (null or MoneyType); // A number and its unit stand on one line.

    private static void AddCurrencies(CompletionContext context, Proposals proposals)
    {
        string? wanted = (NumberGoesWith(context) as MoneyType)?.Currency;
        foreach (string code in Currencies.Codes.Where(c => wanted is null || c == wanted))
        {
            proposals.Add(code, CompletionKind.Unit, code == wanted ? 0 : code is "EUR" or "USD" or "GBP" or "CHF" ? 4 : 6, "currency");
        }
    }

    private static void AddStages(CompletionContext context, Proposals proposals)
    {
        if (context.Path.OfType<JourneySyntax>().FirstOrDefault() is { } syntax && context.Snapshot.Symbols.Find<JourneySymbol>(syntax.Name.Text) is { } journey)
        {
            AddMembersOf(proposals, journey, 0);
        }
    }

    private static void AddActions(CompletionContext context, Proposals proposals, string production)
    {
        foreach (ActionSymbol action in context.Snapshot.Symbols.Of<ActionSymbol>())
        {
            string arguments = string.Join(", ", action.Parameters.Where(p => !p.IsOptional).Select((p, i) => $"{Names.Quoted(p.Name)}: ${i + 1}"));
            string after = production is "LimitPart" or "Limit" || context.Last?.Is("no") == true ? "" : arguments.Length == 0 ? "()$0" : $"({arguments})";
            proposals.AddName(action.Name, CompletionKind.Action, 0, "action", "symbol:" + action.Name, action.Head, after: after);
        }
    }

    // `name: value` of a test or an action: what is still missing, required fields first.
    private static void AddValueNames(CompletionContext context, Proposals proposals)
    {
        int record = context.Path.Select((n, i) => n is RecordValueSyntax ? i : -1).Max();
        int call = context.Path.Select((n, i) => n is ActionCallSyntax ? i : -1).Max();
        if (call > record && context.Path[call] is ActionCallSyntax syntax)
        {
            HashSet<string> named = [.. syntax.Arguments.Select(a => a.Name.Text)];
            foreach (ParameterSymbol parameter in context.Snapshot.Symbols.Find<ActionSymbol>(syntax.Name.Text)?.Parameters ?? [])
            {
                if (!named.Contains(parameter.Name))
                {
                    proposals.AddName(parameter.Name, CompletionKind.Parameter, 0, parameter.Type.Name, $"part:{syntax.Name.Text}:{parameter.Name}", after: ": ");
                }
            }

            return;
        }

        (SchemaSymbol? owner, HashSet<string> given) = TestFields.AtCursor(context);
        foreach (FieldSymbol field in owner?.Fields ?? [])
        {
            if (!field.IsComputed && !given.Contains(field.Name))
            {
                bool isRequired = !field.IsOptional && field.Default is null && field.Type is not (SetType or ListType);
                proposals.AddName(
                    field.Name, CompletionKind.Field, isRequired ? 0 : 1, TypeText.Of(field), $"part:{owner?.Name}:{field.Name}", field.Head, Math.Min(field.Ordinal, 899), ": ");
            }
        }
    }

    private static void AddCounts(CompletionContext context, Proposals proposals)
    {
        if (context.Last is not { Kind: TokenKind.Identifier, Text: "last" or "next" or "previous" or "within" or "after" or "every" or "per" or "for" })
        {
            return;
        }

        foreach (ParamSymbol param in context.Snapshot.Symbols.Of<ParamSymbol>().Where(p => p.Type == SegType.Int))
        {
            proposals.AddName(param.Name, CompletionKind.Parameter, 2, "param: int", "symbol:" + param.Name, param.Head, after: " days");
        }
    }

    private static void AddMembersOf(Proposals proposals, Symbol owner, int rank)
    {
        ImmutableArray<MemberSymbol> members = owner switch
        {
            EnumSymbol s => s.Members,
            ClassSymbol s => s.Entries,
            JourneySymbol s => s.Stages,
            _ => [],
        };
        foreach (MemberSymbol member in members.Where(m => m.Name.Length > 0))
        {
            proposals.AddName(member.Name, CompletionKind.Member, rank, member.Label ?? owner.Name, $"part:{owner.Name}:{member.Name}", member.Head, Math.Min(member.Ordinal, 899));
        }
    }
}
