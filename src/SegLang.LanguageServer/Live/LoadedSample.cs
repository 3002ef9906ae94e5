using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SegLang.Data;
using SegLang.Editing;
using SegLang.Emit;
using SegLang.Runtime;

namespace SegLang.LanguageServer.Live;

/// <summary>
/// Sample data as it was read, for all rules whose schema reads the same. <see cref="Key"/> tells whether what is on disk, and how it
/// would be read, is still that.
/// </summary>
internal sealed class LoadedSample(string key, LoadedData data)
{
    private const int MostValues = 50;

    private readonly ConcurrentDictionary<(string Owner, string Field), ImmutableArray<SampleValue>> values = new();

    /// <summary>What it was read from, and how.</summary>
    public string Key { get; } = key;

    /// <summary>The data, or what is wrong with it.</summary>
    public LoadedData Data { get; } = data;

    /// <summary>The key of files as they are on disk now.</summary>
    public static string KeyOf(RuleSchema schema, Settings settings, long? now)
    {
        StringBuilder text = new();
        text.Append(Convert.ToBase64String((schema with { Params = [], RuleSet = "" }).Encode())).Append('\n').Append(settings.Delimiter).Append('\n');
        foreach (string file in settings.Data.Profiles.Concat(settings.Data.Events.Select(e => $"{e.Event}={e.File}")).Concat(settings.Data.Changes))
        {
            FileInfo info = new(file[(file.IndexOf('=', StringComparison.Ordinal) + 1)..].Split('#')[0]);
            text.Append(file).Append(' ');
            text.Append(CultureInfo.InvariantCulture, $"{(info.Exists ? info.Length : -1)} {(info.Exists ? info.LastWriteTimeUtc.Ticks : 0)}\n");
        }

        // Only changes of fields are cut off at the instant of evaluation.
        return ContentHash.Of(text.Append(settings.Data.Changes.IsEmpty ? null : now).ToString());
    }

    /// <summary>The most frequent values of a field of the profile or an event, as rules write them.</summary>
    public ImmutableArray<SampleValue> Values(string owner, string field) => values.GetOrAdd((owner, field), Count);

    private ImmutableArray<SampleValue> Count((string Owner, string Field) name)
    {
        if (Data.Data is not { } data)
        {
            return [];
        }

        ImmutableArray<FieldSchema> fields = data.Schema.ProfileName == name.Owner
            ? data.Schema.Profile
            : data.Schema.Events.FirstOrDefault(e => e.Name == name.Owner)?.Fields ?? [];
        if (fields.FirstOrDefault(f => f.Name == name.Field && !f.IsComputed && !f.IsKey) is not { } field)
        {
            return [];
        }

        Column? column = data.Schema.ProfileName == name.Owner
            ? data.Profile[field.Ordinal]
            : data.Events.First(e => e.Schema.Name == name.Owner).Fields[field.Ordinal];
        return field.Kind == FieldKind.Set && column is NestedColumn { Items: [{ } items, ..] } ? Count(items, field.Element ?? field)
            : column is null ? [] : Count(column, field);
    }

    private static ImmutableArray<SampleValue> Count(Column column, FieldSchema field)
    {
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        if (column is FixedColumn<int> { } codes && (column is TextColumn || field.Kind == FieldKind.Enum))
        {
            Dictionary<int, long> byCode = [];
            for (int row = 0; row < column.Count; row++)
            {
                if (column.IsKnown(row))
                {
                    byCode[codes.Values[row]] = byCode.GetValueOrDefault(codes.Values[row]) + 1;
                }
            }

            counts = byCode.ToDictionary(
                c => column is TextColumn text ? Quote(text.Dictionary[c.Key]) : field.Members[c.Key], c => c.Value, StringComparer.Ordinal);
        }

        return
        [
            .. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal)
                .Take(MostValues).Select(c => new SampleValue(c.Key, c.Value)),
        ];
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}
