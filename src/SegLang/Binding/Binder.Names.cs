using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Binding;

public sealed partial class Binder
{
    private BoundExpression BindName(NameSyntax syntax, SegType? expected)
    {
        if (!syntax.Name.IsPresent)
        {
            return new BoundError(syntax);
        }

        string name = syntax.Name.Text;
        if (MemberOf(expected, name) is { } member)
        {
            Note(syntax.Name, member);
            return new BoundConstant(syntax, expected ?? SegType.Error, member.Ordinal);
        }

        if (Resolve(syntax) is { } found)
        {
            return found;
        }

        if (expected is not null && Members(expected) is { Length: > 0 } members)
        {
            return Report(syntax, Rules.UnknownMember.At(source, syntax.Span, name, expected.Name, MemberHelp(name, members)));
        }

        // Without a profile every name may be one of its fields.
        return scope.Own is null && WholeProfile() is null ? new BoundError(syntax) : Report(syntax, UnknownName(syntax, expected));
    }

    private string? MemberHelp(string name, ImmutableArray<MemberSymbol> members) =>
        Suggest(name, members.Select(m => m.Name))
        ?? $"its members are {string.Join(", ", members.Take(8).Select(m => m.Name))}{(members.Length > 8 ? ", …" : "")}";

    private Diagnostic UnknownName(NameSyntax syntax, SegType? expected)
    {
        string name = syntax.Name.Text;
        SchemaSymbol? owner = scope.Own ?? scope.InnermostEvent?.Event ?? (SchemaSymbol?)table.Profile;
        IEnumerable<string> fields = owner?.Fields.Select(f => f.Name) ?? [];
        IEnumerable<string> others = scope.Own is null
            ? (table.Profile?.Fields.Select(f => f.Name) ?? []).Concat(Everything().Names)
            : [];
        string? help = ForeignWord(name) ?? Suggest(name, fields) ?? Suggest(name, others);
        help ??= expected == SegType.Text ? $"a text stands in quotes: `\"{name}\"`" : null;
        return Rules.UnknownField.At(source, syntax.Span, name, owner?.Name ?? "the profile", help);
    }

    private static string? ForeignWord(string name) => name switch
    {
        "null" or "NULL" or "Null" or "nil" or "None" or "undefined" or "unknown" or "known" => "ask `is known` or `is unknown`",
        "TRUE" or "True" or "yes" or "Yes" or "YES" => "write `true`",
        "FALSE" or "False" or "no" or "No" or "NO" => "write `false`",
        _ => null,
    };

    // From the inside out: steps and list variables, the event's fields, the profile's fields, then what is declared.
    private BoundExpression? Resolve(NameSyntax syntax)
    {
        string name = syntax.Name.Text;
        if (scope.Own is { } own)
        {
            return ResolveOwn(syntax, own);
        }

        if (scope.FindVariable(name) is { } variable)
        {
            record?.UseAlias(source, syntax.Span, variable);
            string what = variable is EventVariable ? $"`{name}` is an event and" : $"`{name}` is a record and";
            return Report(syntax, Rules.NotAValue.At(source, syntax.Span, what + " alone", $"name a field: `{name}.field`"));
        }

        if (scope.FindEventWith(name) is { } holder && holder.Event.Find(name) is { } eventField)
        {
            Note(syntax.Name, eventField);
            return FieldOf(eventField, f => new BoundEventField(syntax, holder, f), syntax);
        }

        if (ProfileField(name) is { } profileField)
        {
            Note(syntax.Name, profileField);
            return FieldOf(profileField, f => new BoundProfileField(syntax, f), syntax);
        }

        Note(syntax.Name, Look(name));
        return ResolveDeclared(syntax, name);
    }

    private BoundExpression? ResolveOwn(NameSyntax syntax, SchemaSymbol own)
    {
        if (own.Find(syntax.Name.Text) is { } field)
        {
            Note(syntax.Name, field);
            BindComputed(field);
            return FieldOf(field, f => new BoundOwnField(syntax, f), syntax);
        }

        Note(syntax.Name, Look(syntax.Name.Text));
        return Look(syntax.Name.Text) is null or EnumSymbol
            ? null
            : Report(syntax, Rules.ComputedField.At(source, syntax.Span, syntax.Name.Text, "make it a trait instead"));
    }

    private static BoundExpression FieldOf(FieldSymbol field, Func<FieldSymbol, BoundExpression> make, SyntaxNode syntax) =>
        field.Type.IsError ? new BoundError(syntax) : make(field);

    private BoundExpression? ResolveDeclared(SyntaxNode syntax, string name)
    {
        switch (Look(name))
        {
            case TraitSymbol trait:
                return BindTraitRef(syntax, trait);
            case SegmentSymbol segment:
                return (BoundExpression?)Require(syntax, segment) ?? new BoundSegmentRef(syntax, segment);
            case ClassSymbol symbol:
                return (BoundExpression?)Require(syntax, symbol) ?? new BoundClassRef(syntax, symbol, !symbol.Syntax.Entries.Any(e => e.Keyword.Text == "otherwise"));
            case ScoreSymbol score:
                return (BoundExpression?)Require(syntax, score) ?? new BoundScoreRef(syntax, score);
            case JourneySymbol journey:
                return (BoundExpression?)Require(syntax, journey) ?? new BoundJourneyRef(syntax, journey, JourneyPart.Stage, new JourneyType(journey));
            case ParamSymbol param:
                return param.Type.IsError || param.Default is null ? new BoundError(syntax) : new BoundParam(syntax, param);
            case EventSymbol symbol:
                string ask = scope.InnermostEvent?.Event == symbol
                    ? "inside its `where` a field stands alone: `field`, not `Event.field`"
                    : $"ask about it: `any({name})`, `count({name})`, `last({name}).field`";
                return Report(syntax, Rules.NotAValue.At(source, syntax.Span, $"the event `{name}`", ask));
            case { } other:
                string? call = other is ActionSymbol ? $"a test asks for it: `expect {name}()`" : FieldLike(name);
                return Report(syntax, Rules.NotAValue.At(source, syntax.Span, $"{Kind(other)} `{name}`", call));
            default:
                return null;
        }
    }

    // `Channel == online` where the field is `channel`.
    private string? FieldLike(string name)
    {
        record?.LookAtAll();
        IEnumerable<FieldSymbol> fields = (scope.InnermostEvent?.Event.Fields ?? []).Concat(WholeProfile()?.Fields ?? []);
        return fields.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase)) is { } field
            ? $"did you mean `{field.Name}`?"
            : null;
    }

    private static string Kind(Symbol symbol) => symbol switch
    {
        EnumSymbol => "the enum",
        RecordSymbol => "the record",
        ProfileSymbol => "the profile",
        ActionSymbol => "the action",
        LimitSymbol => "the limit",
        _ => "the name",
    };

    /// <summary>The members of an enum, the entries of a class or the stages of a journey; nothing for other types.</summary>
    private static ImmutableArray<MemberSymbol> Members(SegType? type) => type switch
    {
        EnumType t => t.Symbol.Members,
        ClassType t => t.Symbol.Entries,
        JourneyType t => t.Symbol.Stages,
        _ => [],
    };

    private static MemberSymbol? MemberOf(SegType? type, string name)
    {
        foreach (MemberSymbol member in Members(type))
        {
            if (member.Name == name)
            {
                return member;
            }
        }

        return null;
    }

    /// <summary>
    /// Two operands that stand against each other: where one is an enum, class or journey, a bare name as the other is its
    /// member, whatever else bears that name.
    /// </summary>
    private (BoundExpression Left, BoundExpression Right) BindPair(ExpressionSyntax left, ExpressionSyntax right, SegType? expected = null)
    {
        var pair = BindBoth(left, right, expected);
        Expect(left, pair.Right.Type);
        Expect(right, pair.Left.Type);
        return pair;
    }

    private (BoundExpression Left, BoundExpression Right) BindBoth(ExpressionSyntax left, ExpressionSyntax right, SegType? expected)
    {
        bool leftIsBare = IsBareName(left);
        bool rightIsBare = IsBareName(right);
        if (leftIsBare && rightIsBare)
        {
            return BindBarePair(left, right, expected);
        }

        if (leftIsBare)
        {
            BoundExpression other = Bind(right, expected);
            return (BindAgainst(other, left, expected), other);
        }

        BoundExpression first = Bind(left, expected);
        return (first, rightIsBare ? BindAgainst(first, right, expected) : Bind(right, Expectation(first.Type, expected)));
    }

    // A bare name against something that is wrong already may well be its member: it is not called wrong as well.
    private BoundExpression BindAgainst(BoundExpression other, ExpressionSyntax bare, SegType? expected) =>
        other.Type.IsError && Peek(bare).IsError ? new BoundError(bare) : Bind(bare, Expectation(other.Type, expected));

    private (BoundExpression Left, BoundExpression Right) BindBarePair(ExpressionSyntax left, ExpressionSyntax right, SegType? expected)
    {
        SegType leftType = Peek(left);
        SegType rightType = Peek(right);
        if (leftType.IsError && rightType.IsError && expected is null && IsAnyMember(left) != IsAnyMember(right))
        {
            // The one that may be a member is right once the other is.
            return IsAnyMember(left) ? (new BoundError(left), Bind(right)) : (Bind(left), new BoundError(right));
        }

        if (MemberOf(leftType, BareName(right)) is null && MemberOf(rightType, BareName(left)) is not null)
        {
            return (Bind(left, rightType), Bind(right, expected));
        }

        SegType? forRight = Members(leftType).Length > 0 ? leftType : expected;
        forRight ??= leftType == SegType.Text ? leftType : null;
        bool leftIsUnknown = leftType.IsError && Members(rightType).Length > 0;
        return leftIsUnknown ? (Bind(left, rightType), Bind(right, expected)) : (Bind(left, expected), Bind(right, forRight));
    }

    // Whether a name is one of the values of some enum, class or journey.
    private bool IsAnyMember(ExpressionSyntax bare)
    {
        string name = BareName(bare);
        return SymbolTable.Weekday.Members.Any(m => m.Name == name)
            || Everything().Declared.Any(s => SymbolTable.MembersOf(s).Any(m => m.Name == name));
    }

    private static SegType? Expectation(SegType type, SegType? otherwise) => Members(type).Length > 0 ? type : otherwise;

    private static bool IsBareName(ExpressionSyntax syntax) => syntax switch
    {
        NameSyntax => true,
        ParenthesizedSyntax p => IsBareName(p.Expression),
        _ => false,
    };

    private static string BareName(ExpressionSyntax syntax) => syntax switch
    {
        NameSyntax name => name.Name.Text,
        ParenthesizedSyntax p => BareName(p.Expression),
        _ => "",
    };

    /// <summary>The type that a bare name has by itself; the error type, silently, where it has none.</summary>
    private SegType Peek(ExpressionSyntax syntax)
    {
        string name = BareName(syntax);
        if (scope.Own is { } own)
        {
            if (own.Find(name) is { } field)
            {
                BindComputed(field);
                return field.Type;
            }

            return SegType.Error;
        }

        if (scope.FindVariable(name) is not null)
        {
            return SegType.Error;
        }

        if ((scope.FindEventWith(name)?.Event.Find(name) ?? ProfileField(name)) is { } known)
        {
            return known.Type;
        }

        return Look(name) switch
        {
            TraitSymbol trait => BindTraitRef(syntax, trait, silent: true).Type,
            SegmentSymbol => SegType.Bool,
            ClassSymbol symbol => new ClassType(symbol),
            ScoreSymbol score => score.Type,
            JourneySymbol journey => new JourneyType(journey),
            ParamSymbol param => param.Type,
            _ => SegType.Error,
        };
    }

    private BoundExpression BindMemberAccess(MemberAccessSyntax syntax)
    {
        if (!syntax.Name.IsPresent)
        {
            return new BoundError(syntax);
        }

        return syntax.Target is NameSyntax target ? BindNamedAccess(syntax, target) : AccessValue(syntax, Bind(syntax.Target));
    }

    private BoundExpression BindNamedAccess(MemberAccessSyntax syntax, NameSyntax target)
    {
        string owner = target.Name.Text;
        switch (scope.FindVariable(owner))
        {
            case EventVariable variable:
                record?.UseAlias(source, target.Span, variable);
                return AccessField(syntax, variable.Event, f => new BoundEventField(syntax, variable, f));
            case ListVariable variable:
                record?.UseAlias(source, target.Span, variable);
                return AccessField(syntax, variable.Record, f => new BoundRecordField(syntax, variable, f));
        }

        if (target.Name.Is("profile") && scope.Own is null && WholeProfile() is { } profile)
        {
            return AccessField(syntax, profile, f => new BoundProfileField(syntax, f));
        }

        Symbol? declared = Look(owner);
        SegType? named = declared switch
        {
            EnumSymbol symbol => new EnumType(symbol),
            ClassSymbol symbol => new ClassType(symbol),
            JourneySymbol symbol when syntax.Name.Text is not ("since" or "entered") => new JourneyType(symbol),
            _ => null,
        };
        if (MemberOf(named, syntax.Name.Text) is { } member && named is not null)
        {
            Note(target.Name, declared);
            Note(syntax.Name, member);
            return new BoundConstant(syntax, named, member.Ordinal);
        }

        bool isValue = !Peek(target).IsError || ProfileField(owner) is not null;
        if (named is EnumType && !isValue)
        {
            Note(target.Name, declared);
            string? help = MemberHelp(syntax.Name.Text, Members(named));
            return Report(syntax, Rules.UnknownMember.At(source, syntax.Name.Span, syntax.Name.Text, named.Name, help));
        }

        return AccessValue(syntax, Bind(target));
    }

    private BoundExpression AccessField(MemberAccessSyntax syntax, SchemaSymbol owner, Func<FieldSymbol, BoundExpression> make)
    {
        string name = syntax.Name.Text;
        if (owner.Find(name) is { } field)
        {
            Note(syntax.Name, field);
            return FieldOf(field, make, syntax);
        }

        string? help = Suggest(name, owner.Fields.Select(f => f.Name));
        return Report(syntax, Rules.UnknownField.At(source, syntax.Name.Span, name, owner.Name, help));
    }

    private BoundExpression AccessValue(MemberAccessSyntax syntax, BoundExpression target)
    {
        string name = syntax.Name.Text;
        switch (target.Type)
        {
            case ErrorType:
                return new BoundError(syntax);
            case EventType type:
                return AccessField(syntax, type.Symbol, f => new BoundEventMember(syntax, target, f));
            case JourneyType type when target is BoundJourneyRef && name == "since":
                return new BoundJourneyRef(syntax, type.Symbol, JourneyPart.Since, SegType.DateTime);
            case JourneyType type when target is BoundJourneyRef && name == "entered":
                return new BoundJourneyRef(syntax, type.Symbol, JourneyPart.Entered, SegType.Int);
            default:
                return AccessPart(syntax, syntax.Name, target);
        }
    }

    private BoundExpression AccessPart(SyntaxNode syntax, Token name, BoundExpression target)
    {
        DatePart? part = name.Text switch
        {
            "year" => DatePart.Year,
            "quarter" => DatePart.Quarter,
            "month" => DatePart.Month,
            "day" => DatePart.Day,
            "weekday" => DatePart.Weekday,
            "hour" => DatePart.Hour,
            "minute" => DatePart.Minute,
            "date" => DatePart.Date,
            _ => null,
        };
        bool isDate = target.Type == SegType.Date;
        if (part is null || !(isDate || target.Type == SegType.DateTime))
        {
            string? help = isDate || target.Type == SegType.DateTime
                ? Suggest(name.Text, ["year", "quarter", "month", "day", "weekday", "hour", "minute", "date"])
                : null;
            return Report(syntax, Rules.NoSuchPart.At(source, name.Span, target.Type.Name, name.Text, help));
        }

        if (isDate && part is DatePart.Hour or DatePart.Minute && isDate)
        {
            return Report(syntax, Rules.FinerThanADay.At(source, name.Span, name.Text));
        }

        SegType type = part switch
        {
            DatePart.Weekday => new EnumType(SymbolTable.Weekday),
            DatePart.Date => SegType.Date,
            _ => SegType.Int,
        };
        return new BoundPart(syntax, target, part.Value, type);
    }
}
