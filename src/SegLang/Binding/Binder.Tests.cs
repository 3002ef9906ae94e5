using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Binding;

public sealed partial class Binder
{
    private ImmutableArray<BoundTest> BindTests(ImmutableArray<SyntaxTree> trees)
    {
        var tests = ImmutableArray.CreateBuilder<BoundTest>();
        foreach (SyntaxTree tree in trees)
        {
            foreach (TestSyntax syntax in tree.Root.Declarations.OfType<TestSyntax>())
            {
                tests.Add(BindTest(tree.Source, syntax));
            }
        }

        return tests.ToImmutable();
    }

    internal BoundTest BindTest(SourceText file, TestSyntax syntax)
    {
        BoundTest? test = null;
        InPart(syntax, file, () => test = BindTest(syntax));
        return test ?? throw new System.Diagnostics.UnreachableException();
    }

    private BoundTest BindTest(TestSyntax syntax)
    {
        ImmutableArray<object?> given = [];
        if (WholeProfile() is { } profile)
        {
            given = BindFacts(profile, syntax.Given, syntax.Given?.Span ?? syntax.Name.Span);
        }

        var steps = ImmutableArray.CreateBuilder<BoundTestStep>();
        var instants = ImmutableArray.CreateBuilder<long>();
        long last = long.MinValue;
        foreach (AtSyntax at in syntax.Steps)
        {
            if (BindInstant(at.Instant) is not { } instant)
            {
                continue;
            }

            if (instant < last)
            {
                diagnostics.Add(Rules.TimeGoesBack.At(source, at.Instant.Span, "write the steps in order of time"));
            }

            last = Math.Max(last, instant);
            instants.Add(instant);
            steps.AddRange(at.Steps.Select(s => BindTestStep(s, instant)).OfType<BoundTestStep>());
        }

        return new BoundTest(syntax, source, syntax.Name.Value as string ?? syntax.Name.Text, given, instants.ToImmutable(), steps.ToImmutable());
    }

    private long? BindInstant(ExpressionSyntax syntax)
    {
        Expect(syntax, SegType.DateTime);
        BoundExpression bound = Bind(syntax);
        if (bound is BoundConstant && IsInstant(bound.Type) && Widen(bound, SegType.DateTime) is BoundConstant { Value: long micros })
        {
            return micros;
        }

        if (!bound.Type.IsError)
        {
            diagnostics.Add(Rules.InstantNotFixed.At(source, syntax.Span, "for example `at 2026-03-09T15:00`"));
        }

        return null;
    }

    private BoundTestStep? BindTestStep(TestStepSyntax syntax, long at) => syntax switch
    {
        EventStepSyntax s => BindEventStep(s, at),
        SetStepSyntax s => BindSetStep(s, at),
        ExpectStepSyntax s => BindCondition(s.Condition) is { Type.IsError: false } condition ? new BoundExpectStep(at, s, condition) : null,
        ExpectActionStepSyntax s => BindExpectAction(s, at),
        _ => throw new System.Diagnostics.UnreachableException(syntax.GetType().Name),
    };

    private BoundEventStep? BindEventStep(EventStepSyntax syntax, long at)
    {
        if (!syntax.Event.IsPresent)
        {
            return null;
        }

        if (Look(syntax.Event.Text) is not EventSymbol symbol)
        {
            string? help = Suggest(syntax.Event.Text, table.Events.Select(e => e.Name));
            diagnostics.Add(Rules.UnknownEvent.At(source, syntax.Event.Span, syntax.Event.Text, help));
            return null;
        }

        Note(syntax.Event, symbol);
        long order = 0;
        if (symbol.Fields.All(f => f.Name != "order") && syntax.Fields.Fields.FirstOrDefault(f => f.Name.Text == "order") is { } given)
        {
            Note(given.Name, symbol.Order);
            Expect(given.Value, SegType.Int);
            order = Fit(Bind(given.Value), SegType.Int) is BoundConstant { Value: long value } ? value : 0;
        }

        return new BoundEventStep(at, syntax, new EventFacts(symbol, at, order, BindFacts(symbol, syntax.Fields, syntax.Event.Span)));
    }

    /// <summary>The fields of a profile, event or record as a test gives them: given, else default, else unknown, else an error.</summary>
    private ImmutableArray<object?> BindFacts(SchemaSymbol schema, RecordValueSyntax? syntax, TextSpan place)
    {
        object?[] values = new object?[schema.Fields.Length];
        HashSet<FieldSymbol> seen = [];
        foreach (FieldValueSyntax given in syntax?.Fields ?? [])
        {
            if (!IsImplicit(schema, given) && FindGiven(schema, given, seen) is { } field)
            {
                values[field.Ordinal] = BindGiven(field, given.Value);
            }
        }

        // A name that was not understood is most likely the one that is missing.
        bool isUnderstood = (syntax?.Fields ?? []).All(f => f.Name.IsPresent && (IsImplicit(schema, f) || schema.Fields.Any(s => s.Name == f.Name.Text)));
        List<FieldSymbol> missing = [];
        foreach (FieldSymbol field in schema.Fields.Where(f => !seen.Contains(f) && !f.IsComputed && !f.Type.IsError))
        {
            values[field.Ordinal] = Absent(field);
            bool hasDefault = field.Syntax?.Default is not null; // One without a value was reported.
            if (values[field.Ordinal] is null && !field.IsOptional && !hasDefault)
            {
                missing.Add(field);
            }
        }

        if (isUnderstood && missing.Count > 0)
        {
            ReportMissing(missing, place);
        }

        return [.. values];
    }

    private void ReportMissing(List<FieldSymbol> missing, TextSpan place)
    {
        string names = string.Join(", ", missing.SkipLast(1).Select(f => $"`{f.Name}`"));
        string all = $"{names}{(missing.Count > 1 ? " and " : "")}`{missing[^1].Name}`";
        string add = $"add `{string.Join(", ", missing.Select(f => $"{f.Name}: …"))}`";
        string help = missing is not [var field] ? $"{add}, or make fields optional"
            : field.IsKey ? add
            : $"{add}, or make the field optional: `{field.Type.Name}?`";
        diagnostics.Add(Rules.MissingValue.At(source, place, all, help));
    }

    private static bool IsImplicit(SchemaSymbol schema, FieldValueSyntax given) =>
        schema is EventSymbol && given.Name.Text == "order" && schema.Fields.All(f => f.Name != "order");

    private static object? Absent(FieldSymbol field) => field.Default ?? field.Type switch
    {
        SetType => SetValue.Empty,
        ListType => ImmutableArray<RecordValue>.Empty,
        _ => null,
    };

    private FieldSymbol? FindGiven(SchemaSymbol schema, FieldValueSyntax given, HashSet<FieldSymbol> seen)
    {
        string name = given.Name.Text;
        if (!given.Name.IsPresent)
        {
            return null;
        }

        FieldSymbol? field = schema.Fields.FirstOrDefault(f => f.Name == name);
        if (field is null)
        {
            string? help = Suggest(name, schema.Fields.Select(f => f.Name));
            diagnostics.Add(Rules.UnknownField.At(source, given.Name.Span, name, schema.Name, help));
            return null;
        }

        Note(given.Name, field);
        if (!seen.Add(field))
        {
            diagnostics.Add(Rules.GivenTwice.At(source, given.Name.Span, name));
            return null;
        }

        if (field.IsComputed)
        {
            diagnostics.Add(Rules.CannotBeGiven.At(source, given.Name.Span, name, "give the fields that it is made of"));
            return null;
        }

        return field.Type.IsError ? null : field;
    }

    private object? BindGiven(FieldSymbol field, ExpressionSyntax syntax)
    {
        Expect(syntax, field.Type);
        if (syntax is NameSyntax { Name: var word } && word.Is("unknown"))
        {
            if (!field.IsOptional)
            {
                diagnostics.Add(Rules.CannotBeUnknown.At(source, syntax.Span, field.Name, $"declare it as `{field.Type.Name}?`"));
            }

            return null;
        }

        if (field.Type is ListType list)
        {
            return BindRecords(list, syntax);
        }

        BoundExpression bound = Bind(syntax, field.Type);
        return bound.Type.IsError ? null : ConstantValue(Fit(bound, field.Type));
    }

    private ImmutableArray<RecordValue>? BindRecords(ListType list, ExpressionSyntax syntax)
    {
        if (syntax is not ListSyntax { Elements: var elements })
        {
            if (syntax is not MissingSyntax)
            {
                diagnostics.Add(Rules.WrongType.At(source, syntax.Span, list.Name, "single value", "write a list of records: `[{ … }, { … }]`"));
            }

            return null;
        }

        var records = ImmutableArray.CreateBuilder<RecordValue>();
        foreach (ExpressionSyntax element in elements)
        {
            if (element is RecordValueSyntax record)
            {
                records.Add(new RecordValue(BindFacts(list.Element, record, record.Span)));
            }
            else if (element is not MissingSyntax)
            {
                diagnostics.Add(Rules.WrongType.At(source, element.Span, list.Element.Name, "plain value", "write a record: `{ field: value }`"));
            }
        }

        return records.ToImmutable();
    }

    private BoundSetStep? BindSetStep(SetStepSyntax syntax, long at)
    {
        if (WholeProfile() is not { } profile)
        {
            return null;
        }

        var values = ImmutableArray.CreateBuilder<(FieldSymbol Field, object? Value)>();
        HashSet<FieldSymbol> seen = [];
        foreach (FieldValueSyntax given in syntax.Fields.Fields)
        {
            if (FindGiven(profile, given, seen) is not { } field)
            {
                continue;
            }

            if (field.IsKey)
            {
                diagnostics.Add(Rules.KeyCannotChange.At(source, given.Name.Span));
            }

            values.Add((field, BindGiven(field, given.Value)));
        }

        return new BoundSetStep(at, syntax, values.ToImmutable());
    }

    private BoundExpectActionStep? BindExpectAction(ExpectActionStepSyntax syntax, long at)
    {
        if (FindAction(syntax.Call.Name) is not { } action)
        {
            return null;
        }

        var arguments = ImmutableArray.CreateBuilder<(string Name, object? Value)>();
        HashSet<int> seen = [];
        foreach (FieldValueSyntax argument in syntax.Call.Arguments)
        {
            if (FindParameter(action, argument.Name, seen.Contains) is not { } index)
            {
                continue;
            }

            seen.Add(index);
            var (name, type, _) = action.Parameters[index];
            Expect(argument.Value, type);
            BoundExpression value = Bind(argument.Value, type);
            if (!value.Type.IsError && ConstantValue(Fit(value, type)) is { } constant)
            {
                arguments.Add((name, constant));
            }
        }

        return new BoundExpectActionStep(at, syntax, action, syntax.No is not null, arguments.ToImmutable());
    }
}
