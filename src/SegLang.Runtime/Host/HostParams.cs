using System.Collections.Immutable;
using SegLang.Runtime;

namespace SegLang;

/// <summary>Params as hosts give them, in the forms of <see cref="ParamSchema.Default"/>.</summary>
internal static class HostParams
{
    /// <summary>The values; all that does not fit is one exception.</summary>
    public static IReadOnlyDictionary<string, object> Read(ImmutableArray<ParamSchema> declared, IReadOnlyDictionary<string, object> given)
    {
        List<string> problems = [];
        Dictionary<string, object> values = [];
        foreach ((string name, object value) in given)
        {
            if (declared.FirstOrDefault(p => p.Name == name) is not { } param)
            {
                problems.Add(Names.Unknown("param", name, declared.Select(p => p.Name)));
            }
            else if (Read(param, value) is { } form)
            {
                values[name] = form;
            }
            else
            {
                problems.Add($"param `{name}` is {Says(param)}, which cannot be given as `{HostMembers.Show(value?.GetType() ?? typeof(object))}`");
            }
        }

        return problems.Count == 0 ? values : throw new RuleSetException([.. problems]);
    }

    private static string Says(ParamSchema param) => param.IsSpan ? "a span" : LanguageTypes.Name(Field(param));

    private static FieldSchema Field(ParamSchema param) => new(param.Name, 0, param.Kind)
    {
        Scale = param.Scale,
        Currency = param.Currency,
        Members = param.Members,
        Element = param.Element,
    };

    private static object? Read(ParamSchema param, object? value)
    {
        try
        {
            return param.IsSpan ? value as CalendarSpan? : Read(Field(param), value);
        }
        catch (RuleDataException)
        {
            return null;
        }
    }

    private static object? Read(FieldSchema field, object? value)
    {
        switch (field.Kind, value)
        {
            case (FieldKind.Bool, bool):
                return value;
            case (FieldKind.Text, string text):
                return Runtime.Text.Normalize(text);
            case (FieldKind.Int or FieldKind.Decimal or FieldKind.Money, int or long or decimal):
                HostValues.Exact(Convert.ToDecimal(value, null), field.Scale, out long exact);
                return exact;
            case (FieldKind.Number, double or float or int or long):
                HostValues.Number(Convert.ToDouble(value, null), out double number);
                return number;
            case (FieldKind.Date, DateOnly date):
                HostValues.Date(date, out int day);
                return day;
            case (FieldKind.DateTime, DateTimeOffset instant):
                return HostValues.Instant(instant);
            case (FieldKind.Duration, TimeSpan time):
                HostValues.Duration(time, out long duration);
                return duration;
            case (FieldKind.Enum, string or Enum):
                return field.Members.IndexOf(value.ToString() ?? "") is var member and >= 0 ? member : null;
            case (FieldKind.Set, System.Collections.IEnumerable items) when value is not string && field.Element is { } element:
                object?[] elements = [.. items.Cast<object?>().Select(i => Read(element, i))];
                return elements.Contains(null) ? null : elements;
            default:
                return null;
        }
    }
}
