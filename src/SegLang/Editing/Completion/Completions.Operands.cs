using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Editing;

public static partial class Completions
{
    // Where a value stands: members of the type that fits, then fields, then what is declared, then functions and aggregates.
    private static void AddOperands(CompletionContext context, Proposals proposals, HashSet<string> calls, SampleView? sample)
    {
        Wanted wanted = context.Wanted;
        if (wanted.Kind == WantedKind.Literal || context.Path.Any(n => n is AnnotationSyntax))
        {
            return;
        }

        AddWantedMembers(proposals, wanted);
        AddSampleValues(context, proposals, sample);
        if (wanted.IsConstant)
        {
            return;
        }

        if (context.Scope.Own is { } own)
        {
            AddFields(proposals, own, f => wanted.Fits(f.Type), 1, f => wanted.IsBest(f.Type));
        }
        else
        {
            AddScopeFields(context, proposals, wanted);
            AddDeclared(context, proposals, wanted);
            AddCalls(context, proposals, calls, wanted);
        }

        AddFunctions(context, proposals, wanted);
    }

    private static void AddWantedMembers(Proposals proposals, Wanted wanted)
    {
        Symbol? owner = wanted.Type switch
        {
            EnumType t => t.Symbol,
            ClassType t => t.Symbol,
            JourneyType t => t.Symbol,
            _ => null,
        };
        if (owner is not null)
        {
            AddMembersOf(proposals, owner, 0);
        }

        if (wanted.Type is SetType)
        {
            proposals.Add("[ ]", CompletionKind.Snippet, 0, "list", "[$1]", true);
        }
    }

    private static void AddSampleValues(CompletionContext context, Proposals proposals, SampleView? sample)
    {
        if (sample is null || context.Wanted.Type is null or EnumType || FieldComparedAt(context) is not { } compared)
        {
            return;
        }

        int order = 0;
        foreach (SampleValue value in sample.Values(compared).Take(20))
        {
            proposals.Add(value.Text, CompletionKind.Value, 0, CodeLenses.Grouped(value.Count), order: order++);
        }
    }

    private static void AddScopeFields(CompletionContext context, Proposals proposals, Wanted wanted)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (Binding.Scope? at = context.Scope; at is not null; at = at.Outer)
        {
            if (at is { Name: { } alias, Variable: not null })
            {
                seen.Add(alias);
                proposals.AddName(alias, CompletionKind.Variable, 3, context.Types.Schema(alias, context.Scope)?.Name, null, after: ".");
            }

            if (at.FieldsOf is { } variable)
            {
                AddFields(proposals, variable.Event, f => !seen.Contains(f.Name) && wanted.Fits(f.Type), wanted.Kind is WantedKind.Value ? 1 : 0, f => wanted.IsBest(f.Type));
                seen.UnionWith(variable.Event.Fields.Select(f => f.Name));
                seen.UnionWith(["time", "order"]);
            }
        }

        int rank = context.Scope.InnermostEvent is null ? 1 : 2;
        AddFields(proposals, context.Snapshot.Symbols.Profile, f => !seen.Contains(f.Name) && wanted.Fits(f.Type), rank, f => rank == 1 && wanted.IsBest(f.Type));
    }

    private static void AddDeclared(CompletionContext context, Proposals proposals, Wanted wanted)
    {
        DeclarationSyntax? own = context.Path.OfType<DeclarationSyntax>().FirstOrDefault();
        foreach (Symbol symbol in context.Snapshot.Symbols.Declared)
        {
            bool isItself = own is not null and not TestSyntax && own.Name.Text == symbol.Name;
            if (!proposals.Fits(symbol.Name) || isItself || IsHidden(context, symbol.Name) || context.Types.OfDeclared(symbol) is not { IsError: false } type || !wanted.Fits(type))
            {
                continue;
            }

            int rank = wanted.IsBest(type) ? 1 : 2;
            if (!proposals.Takes(symbol.Name, rank, symbol.Head))
            {
                continue;
            }

            (CompletionKind kind, string what) = symbol switch
            {
                SegmentSymbol s => (CompletionKind.Segment, s.Title ?? "segment"),
                TraitSymbol => (CompletionKind.Variable, $"{type.Name} · trait"),
                ScoreSymbol => (CompletionKind.Variable, $"{type.Name} · score"),
                ParamSymbol => (CompletionKind.Parameter, $"{type.Name} · param"),
                JourneySymbol => (CompletionKind.Enum, "journey"),
                _ => (CompletionKind.Enum, "class"),
            };
            proposals.AddName(symbol.Name, kind, rank, what, "symbol:" + symbol.Name, symbol.Head);
        }
    }

    // A field in sight hides what is declared under its name.
    private static bool IsHidden(CompletionContext context, string name) =>
        context.Scope.FindVariable(name) is not null || context.Scope.FindEventWith(name) is not null || context.Snapshot.Symbols.Profile?.Find(name) is not null;

    private static void AddCalls(CompletionContext context, Proposals proposals, HashSet<string> calls, Wanted wanted)
    {
        bool anyEvent = !context.Snapshot.Symbols.Events.IsEmpty;
        foreach (string name in calls.Where(_ => anyEvent))
        {
            (bool fits, bool isBest) = name switch
            {
                "any" or "none" or "all" => (wanted.Fits(SegType.Bool), wanted.Kind == WantedKind.Condition),
                "count" or "distinct" => (wanted.Fits(SegType.Int), false),
                _ => (wanted.Kind is not WantedKind.Collection, false),
            };
            if (fits)
            {
                string inner = name switch
                {
                    "all" => "${1:item} in ${2:list} where $3",
                    "any" or "none" or "count" or "first" or "last" => "${1}",
                    _ => "${1}.${2}",
                };
                proposals.Add(name, CompletionKind.Function, isBest ? 2 : 3, LanguageTexts.FindCall(name)?.Title, $"{name}({inner})", true, docKey: "call:" + name);
            }
        }
    }

    private static void AddFunctions(CompletionContext context, Proposals proposals, Wanted wanted)
    {
        if (!context.Expected.Any(t => t is { Text: "FUNCTION" }))
        {
            return;
        }

        foreach (string name in Binding.Functions.Rows.Select(r => r.Name).Append("ntile"))
        {
            SegType? type = name switch
            {
                "lower" or "upper" or "trim" => SegType.Text,
                "length" or "size" or "ntile" => SegType.Int,
                "sample" => SegType.Bool,
                "anniversary" => SegType.Date,
                _ => null,
            };
            bool takesNumbers = wanted.Fits(SegType.Int) || wanted.Type is MoneyType or DecimalType || (name is "least" or "greatest" && wanted.Kind != WantedKind.Collection);
            if (type is null ? takesNumbers : wanted.Fits(type))
            {
                proposals.Add(name, CompletionKind.Function, 4, LanguageTexts.FindCall(name)?.Title, name == "sample" ? "sample(${1:10%}, \"${2:salt}\")" : $"{name}($1)", true, docKey: "call:" + name);
            }
        }
    }
}
