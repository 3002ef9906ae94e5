using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Plan;
using SegLang.Runtime;
using SegLang.Symbols;

namespace SegLang.Cli;

/// <summary>The values of params: those of `--param` before those of `seglang.json`.</summary>
internal static class ParamValues
{
    /// <summary>The values for compiled rules, by name.</summary>
    public static (ImmutableDictionary<string, object> Values, ImmutableArray<Diagnostic> Findings) Read(
        ImmutableArray<ParamSchema> declared, Func<Calendar> calendar, Data.Settings settings, IReadOnlyList<string> flags)
    {
        Dictionary<string, string> given = new(settings.Params);
        foreach (string flag in flags)
        {
            int equals = flag.IndexOf('=', StringComparison.Ordinal);
            given[equals < 0 ? flag : flag[..equals]] = equals < 0 ? "" : flag[(equals + 1)..];
        }

        return ParamReader.Read(declared, calendar, given.OrderBy(g => g.Key, StringComparer.Ordinal));
    }

    /// <summary>The values for the reference evaluator, by symbol.</summary>
    public static (ImmutableDictionary<ParamSymbol, object> Values, ImmutableArray<Diagnostic> Findings) Read(
        BoundRuleSet rules, Data.Settings settings, IReadOnlyList<string> flags)
    {
        if (settings.Params.IsEmpty && flags.Count == 0)
        {
            return (ImmutableDictionary<ParamSymbol, object>.Empty, []);
        }

        RuleSchema schema = SchemaMapping.From(rules);
        (ImmutableDictionary<string, object> values, ImmutableArray<Diagnostic> findings) =
            Read(schema.Params, () => CalendarOf(schema), settings, flags);
        return (BySymbol(rules, values), findings);
    }

    /// <summary>The values by symbol.</summary>
    public static ImmutableDictionary<ParamSymbol, object> BySymbol(BoundRuleSet rules, ImmutableDictionary<string, object> values)
    {
        var symbols = ImmutableDictionary.CreateBuilder<ParamSymbol, object>();
        foreach (ParamSymbol param in rules.Params)
        {
            if (values.TryGetValue(param.Name, out object? value) && Facts.ToSymbolForm(value) is { } form)
            {
                symbols[param] = form;
            }
        }

        return symbols.ToImmutable();
    }

    /// <summary>The calendar of a rule set's zone.</summary>
    public static Calendar CalendarOf(RuleSchema schema) => new(ZoneTables.From(schema.TimeZone), schema.WeekStartsSunday);
}
