using System.Globalization;
using SegLang.Symbols;

namespace SegLang.Emit;

internal sealed partial class TypedWriter
{
    private void WriteEnums()
    {
        foreach (Symbol symbol in Enumerations())
        {
            Summary(symbol.Doc, symbol switch
            {
                ClassSymbol => $"The entries of `{symbol.Name}`.",
                JourneySymbol => $"The stages of `{symbol.Name}`.",
                _ => $"The members of `{symbol.Name}`.",
            });
            Line($"public enum {Simple(typeNames[symbol])}");
            Line("{");
            foreach (MemberSymbol member in SymbolTable.MembersOf(symbol))
            {
                Summary(member.Doc, member.Label ?? $"`{member.Name}`");
                Line($"{memberNames[member]} = {CSharp.Number(member.Ordinal)},");
            }

            Line("}");
        }
    }

    private void WriteInterfaces()
    {
        foreach (SchemaSymbol schema in Schemas())
        {
            string word = schema switch
            {
                ProfileSymbol => "profile",
                EventSymbol => "event",
                _ => "record",
            };
            Summary(schema.Doc, $"The {word} `{schema.Name}` as rules read it: implemented by the app's own type.");
            Line($"public interface {Simple(typeNames[schema])}");
            Line("{");
            if (schema is EventSymbol happening)
            {
                Line("/// <summary>When it happened, to the microsecond.</summary>");
                Line($"global::System.DateTimeOffset {memberNames[happening.Time]} {{ get; }}");
                if (HasOrder(happening))
                {
                    Line("/// <summary>Decides between events of one instant: the smaller comes first.</summary>");
                    Line($"long {memberNames[happening.Order]} {{ get; }}");
                }
            }

            foreach (FieldSymbol given in Given(schema))
            {
                Summary(given.Doc, Explain(given));
                Line($"{TypeName(given.Type)}{(given.IsOptional ? "?" : "")} {memberNames[given]} {{ get; }}");
            }

            Line("}");
        }
    }

    private static bool HasOrder(EventSymbol happening) => happening.OrderColumn is not null;

    private static string Explain(FieldSymbol given)
    {
        string what = given.Type switch
        {
            MoneyType money => $"money in {money.Currency}, at most {Decimals(money.Digits)}",
            DecimalType exact => $"a decimal number, at most {Decimals(exact.Digits)}",
            ScalarType { Kind: ScalarKind.Text } => "text, in NFC",
            SetType => $"{given.Type.Name}, distinct",
            _ => given.Type.Name,
        };
        return $"`{given.Name}`: {what}{(given.IsKey ? ", the key" : given.IsOptional ? "; null is unknown" : "")}.";
    }

    private static string Decimals(int digits) => digits == 1 ? "1 decimal" : $"{digits.ToString(CultureInfo.InvariantCulture)} decimals";

    // Where there is one event type, its list stands for all events.
    private void WriteEventsType()
    {
        if (plan.Rules.Events.Length < 2)
        {
            return;
        }

        Line("/// <summary>The events of a profile, a list for each type, each in order of time.</summary>");
        Line($"public sealed class {Simple(eventsType)}");
        Line("{");
        TypedNames members = new(Simple(eventsType));
        foreach (EventSymbol happening in plan.Rules.Events)
        {
            string name = members.Take(TypedNames.Pascal(happening.Name));
            memberNames.Add(happening, name);
            Summary(null, $"The events `{happening.Name}`, in order of time; none where it is not set.");
            Line($"public {ListOf(happening)} {name} {{ get; set; }} = [];");
        }

        Line("}");
    }

    private string ListOf(EventSymbol happening) => $"global::System.Collections.Generic.IReadOnlyList<{typeNames[happening]}>";

    // What the methods of a rule take before `now`.
    private string Parameters() => plan.Rules.Events.Length switch
    {
        0 => $"{typeNames[plan.Rules.Profile]} profile",
        1 => $"{typeNames[plan.Rules.Profile]} profile, {ListOf(plan.Rules.Events[0])} events",
        _ => $"{typeNames[plan.Rules.Profile]} profile, {eventsType} events",
    };

    private string Arguments() => plan.Rules.Events.IsEmpty ? "profile" : "profile, events";
}
