using System.Collections.Frozen;
using System.Collections.Immutable;
using SegLang.Binding;

namespace SegLang.Editing;

/// <summary>The short texts about the language's words; those of functions come from the table of functions.</summary>
public static partial class LanguageTexts
{
    private static readonly FrozenDictionary<string, LanguageText> Calls = ByWord(
        [.. Aggregates, .. Functions.Rows.Select(r => new LanguageText(r.Name, r.Signature, r.Doc, $"{r.Example}   // {r.ExampleValue}"))]);

    private static readonly FrozenDictionary<string, LanguageText> ByKeyword = ByWord(Keywords);

    /// <summary>The text about a function or aggregate, or null.</summary>
    public static LanguageText? FindCall(string name) => Calls.GetValueOrDefault(name);

    /// <summary>The text about a keyword, or null; units share one.</summary>
    public static LanguageText? FindWord(string word) =>
        ByKeyword.GetValueOrDefault(word) ?? (Syntax.Words.IsUnit(word) ? ByKeyword["days"] : null);

    /// <summary>Every text.</summary>
    public static IEnumerable<LanguageText> All => Calls.Values.Concat(ByKeyword.Values);

    private static FrozenDictionary<string, LanguageText> ByWord(ImmutableArray<LanguageText> texts) =>
        texts.ToFrozenDictionary(t => t.Word, StringComparer.Ordinal);

    private static ImmutableArray<LanguageText> Aggregates =>
    [
        new("any", "any(Event)", "Whether there is such an event; also over a list: `any(i in items where …)`.", "any(Purchase in last 90 days where channel == store)"),
        new("none", "none(Event)", "Whether there is no such event.", "none(Visit in last 30 days)"),
        new("all", "all(item in list where condition)", "Whether the condition is true for every record of a list.", "all(i in items where i.price > 10 EUR)"),
        new("count", "count(Event)", "How many events; of a field, how many known values.", "count(Purchase in last 90 days) >= 3"),
        new("sum", "sum(Event.field)", "The sum of the known values; 0 where there are none.", "sum(Purchase.total in this year) > 500 EUR"),
        new("avg", "avg(Event.field)", "The mean of the known values; unknown where there are none.", "avg(Purchase.total) > 50 EUR"),
        new("min", "min(Event.field)", "The smallest known value; unknown where there are none.", "min(Purchase.price)"),
        new("max", "max(Event.field)", "The greatest known value; unknown where there are none.", "max(Purchase.time)"),
        new("median", "median(Event.field)", "The middle known value, the mean of two for an even number.", "median(Purchase.total)"),
        new("distinct", "distinct(Event.field)", "How many different known values.", "distinct(Purchase.category in last 12 months) >= 3"),
        new("mode", "mode(Event.field)", "The most frequent known value; ties go to the smaller.", "mode(Purchase.channel) == online"),
        new("first", "first(Event)", "The first event, or the first known value of its field.", "first(Purchase).time"),
        new("last", "last(Event)", "The last event, or the last known value of its field.", "last(Purchase).total"),
        new("ntile", "ntile(parts, value)", "In which of so many equal parts of all profiles this one lies: 1 is the lowest.", "ntile(5, LifetimeValue) == 5"),
    ];
}
