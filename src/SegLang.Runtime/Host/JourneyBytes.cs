using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using SegLang.Runtime;

namespace SegLang;

/// <summary>
/// The state of a profile's journeys as bytes: a version, what the journeys are (a name and a print each, and one of what they read), the state, and a
/// print of all that. It is read only with the same journeys; whatever else is a <see cref="RuleSetException"/> that says what is different.
/// </summary>
internal static class JourneyBytes
{
    private const byte Version = 1;
    private const int PrintLength = 8;

    public static byte[] Write(ProfileJourneys journeys)
    {
        EncodingWriter writer = new();
        writer.Byte(Version);
        JourneyPrints prints = journeys.Rules.JourneyPrints;
        writer.Bits(prints.Facts);
        writer.Size(prints.Journeys.Length);
        foreach ((string name, long print) in prints.Journeys)
        {
            writer.Text(name);
            writer.Bits(print);
        }

        WriteState(writer, journeys);
        return [.. writer.Written, .. PrintOf(writer.Written)];
    }

    public static ProfileJourneys Read(RuleSet rules, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < PrintLength + 1)
        {
            throw Broken(null);
        }

        ReadOnlySpan<byte> content = bytes[..^PrintLength];
        if (content[0] != Version)
        {
            throw new RuleSetException($"the journeys' state is of version {content[0]}, and this runtime reads {Version}");
        }

        if (!bytes[^PrintLength..].SequenceEqual(PrintOf(content)))
        {
            throw Broken(null);
        }

        try
        {
            EncodingReader reader = new(content[1..]);
            Refuse(ref reader, rules.JourneyPrints);
            ProfileJourneys journeys = ReadState(ref reader, rules);
            return reader.IsAtEnd ? journeys : throw Broken(null);
        }
        catch (InvalidDataException e)
        {
            throw Broken(e);
        }
    }

    private static void WriteState(EncodingWriter writer, ProfileJourneys journeys)
    {
        writer.Bool(journeys.Begin is not null);
        writer.Number(journeys.Begin ?? 0);
        writer.Bool(journeys.Fields is not null);
        if (journeys.Fields is { } fields)
        {
            writer.Number(journeys.SteppedUntil);
            StateEncoding.Write(writer, fields);
        }

        foreach (EventMark mark in journeys.Seen)
        {
            writer.Size(mark.Count);
            writer.Number(mark.Time);
            writer.Number(mark.Order);
        }

        StateEncoding.Write(writer, journeys.Memory);
    }

    private static ProfileJourneys ReadState(ref EncodingReader reader, RuleSet rules)
    {
        bool begins = reader.Bool();
        long begin = reader.Number();
        ProfileJourneys journeys = new(rules, begins ? begin : null);
        if (reader.Bool())
        {
            journeys.SteppedUntil = reader.Number();
            journeys.Fields = StateEncoding.ReadRow(ref reader, rules.Layout.Profile);
        }

        for (int type = 0; type < journeys.Seen.Length; type++)
        {
            journeys.Seen[type] = new(reader.Count(), reader.Number(), reader.Number());
        }

        journeys.Memory.Take(StateEncoding.ReadMemory(ref reader, rules.Layout));
        return journeys;
    }

    // All that is different, both sides named.
    private static void Refuse(ref EncodingReader reader, JourneyPrints prints)
    {
        List<string> problems = [];
        if (reader.Bits() != prints.Facts)
        {
            problems.Add("the profile's fields, the event types or the actions of the rules are not those with which the journeys' state was stored");
        }

        Dictionary<string, long> stored = [];
        for (int left = reader.Size(); left > 0; left--)
        {
            stored[reader.Text()] = reader.Bits();
        }

        foreach ((string name, long print) in prints.Journeys)
        {
            if (!stored.Remove(name, out long before))
            {
                problems.Add($"journey `{name}` of the rules is not in the state");
            }
            else if (before != print)
            {
                problems.Add($"journey `{name}` of the rules is not as it was when the state was stored: its stages or lines are others");
            }
        }

        problems.AddRange(stored.Keys.Select(n => $"journey `{n}` of the state is not in the rules"));
        if (problems.Count > 0)
        {
            throw new RuleSetException([.. problems]);
        }
    }

    private static byte[] PrintOf(ReadOnlySpan<byte> content) => SHA256.HashData(content)[..PrintLength];

    private static RuleSetException Broken(Exception? cause) =>
        cause is null ? new("the bytes are no state of journeys") : new("the bytes are no state of journeys", cause);
}

/// <summary>What a state of journeys depends on, in prints: the facts that it holds, and each journey by name.</summary>
internal sealed record JourneyPrints(long Facts, ImmutableArray<(string Name, long Print)> Journeys)
{
    public static JourneyPrints Of(RuleProgram program) => new(
        Print(
        [
            .. program.Schema.Profile.Where(f => !f.IsComputed).Select(Show),
            "events",
            .. program.Schema.Events.Select(e => e.Name),
            "actions",
            .. program.Journeys.Actions.SelectMany(a => a.Parameters.Select(Show).Prepend(a.Name)),
        ]),
        [.. program.Journeys.Journeys.Select(j => (j.Name, Print(Show(j))))]);

    private static IEnumerable<string> Show(JourneySchema journey) =>
    [
        $"{journey.KeepsHistory} {journey.CountsEntries} {journey.Reentry.IsAllowed} {journey.Reentry.Unit}",
        .. journey.Starts.Select(s => $"{s.Stage} {s.Text}"),
        .. journey.Anywhere.Select(Show),
        .. journey.Stages.SelectMany(s => s.Lines.Select(Show).Prepend($"stage {s.Name} {s.IsFinal}")),
    ];

    private static string Show(LineSchema line) => $"{line.Kind} {line.Target} {line.Text}";

    private static string Show(FieldSchema field) =>
        $"{field.Name} {field.Kind} {field.Scale} {field.Currency} [{string.Join(' ', field.Members)}] {(field.Element is { } e ? Show(e) : "")} {string.Join(' ', field.Fields.Select(Show))}";

    private static long Print(IEnumerable<string> parts) =>
        BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))).AsSpan(0, sizeof(long)));
}
