using System.Collections.Immutable;
using System.Text;

namespace SegLang.Runtime;

public sealed partial record JourneySet
{
    /// <summary>The journeys as bytes, the same for equal journeys; <see cref="Decode"/> reads them.</summary>
    public byte[] Encode()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        RuleSchema.Write(writer, Journeys, Write);
        RuleSchema.Write(writer, Actions, Write);
        RuleSchema.Write(writer, Caps, Write);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>The journeys of bytes that <see cref="Encode"/> gave.</summary>
    public static JourneySet Decode(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        return new(RuleSchema.Read(reader, ReadJourney), RuleSchema.Read(reader, ReadAction), RuleSchema.Read(reader, ReadCap));
    }

    private static void Write(BinaryWriter writer, JourneySchema journey)
    {
        writer.Write(journey.Name);
        RuleSchema.WriteText(writer, journey.Title);
        RuleSchema.Write(writer, journey.Starts, Write);
        writer.Write(journey.Reentry.IsAllowed);
        writer.Write(journey.Reentry.Count);
        writer.Write((byte)journey.Reentry.Unit);
        RuleSchema.Write(writer, journey.Anywhere, Write);
        RuleSchema.Write(writer, journey.Stages, Write);
        RuleSchema.Write(writer, journey.Was, (w, name) => w.Write(name));
        writer.Write(journey.KeepsHistory);
        writer.Write(journey.CountsEntries);
    }

    private static JourneySchema ReadJourney(BinaryReader reader) => new(
        reader.ReadString(),
        RuleSchema.ReadText(reader),
        RuleSchema.Read(reader, ReadStart),
        new ReentrySchema(reader.ReadBoolean(), reader.ReadInt32(), (CalendarUnit)reader.ReadByte()),
        RuleSchema.Read(reader, ReadLine),
        RuleSchema.Read(reader, ReadStage),
        RuleSchema.Read(reader, r => r.ReadString()),
        reader.ReadBoolean(),
        reader.ReadBoolean());

    private static void Write(BinaryWriter writer, StartSchema start)
    {
        writer.Write(start.Stage);
        writer.Write(start.Event);
        writer.Write(start.Condition);
        writer.Write(start.Text);
    }

    private static StartSchema ReadStart(BinaryReader reader) =>
        new(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadString());

    private static void Write(BinaryWriter writer, StageSchema stage)
    {
        writer.Write(stage.Name);
        RuleSchema.WriteText(writer, stage.Title);
        writer.Write(stage.IsFinal);
        RuleSchema.Write(writer, stage.Was, (w, name) => w.Write(name));
        RuleSchema.Write(writer, stage.Lines, Write);
    }

    private static StageSchema ReadStage(BinaryReader reader) => new(
        reader.ReadString(),
        RuleSchema.ReadText(reader),
        reader.ReadBoolean(),
        RuleSchema.Read(reader, r => r.ReadString()),
        RuleSchema.Read(reader, ReadLine));

    private static void Write(BinaryWriter writer, LineSchema line)
    {
        writer.Write((byte)line.Kind);
        writer.Write(line.Text);
        writer.Write(line.Target);
        RuleSchema.Write(writer, line.Calls, (w, call) =>
        {
            w.Write(call.Action);
            RuleSchema.Write(w, call.Arguments, (v, argument) => v.Write(argument));
        });
        writer.Write(line.Event);
        writer.Write(line.Condition);
        writer.Write(line.Count);
        writer.Write((byte)line.Unit);
        writer.Write(line.LastSeen);
        writer.Write(line.AtMinute);
        writer.Write(line.Instant);
        RuleSchema.Write(writer, line.Branches, (w, branch) =>
        {
            w.Write(branch.UpTo);
            w.Write(branch.Target);
        });
    }

    private static LineSchema ReadLine(BinaryReader reader) => new(
        (LineKind)reader.ReadByte(),
        reader.ReadString(),
        reader.ReadInt32(),
        RuleSchema.Read(reader, r => new CallSchema(r.ReadInt32(), RuleSchema.Read(r, v => v.ReadInt32()))))
    {
        Event = reader.ReadInt32(),
        Condition = reader.ReadInt32(),
        Count = reader.ReadInt32(),
        Unit = (CalendarUnit)reader.ReadByte(),
        LastSeen = reader.ReadInt32(),
        AtMinute = reader.ReadInt32(),
        Instant = reader.ReadInt32(),
        Branches = RuleSchema.Read(reader, r => new BranchSchema(r.ReadDecimal(), r.ReadInt32())),
    };

    private static void Write(BinaryWriter writer, ActionSchema action)
    {
        writer.Write(action.Name);
        RuleSchema.Write(writer, action.Parameters, RuleSchema.Write);
        writer.Write(action.Requires);
        writer.Write(action.FromMinute);
        writer.Write(action.UntilMinute);
    }

    private static ActionSchema ReadAction(BinaryReader reader) => new(
        reader.ReadString(), RuleSchema.Read(reader, RuleSchema.ReadField), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());

    private static void Write(BinaryWriter writer, CapSchema cap)
    {
        writer.Write(cap.Name);
        writer.Write(cap.Most);
        writer.Write(cap.Count);
        writer.Write((byte)cap.Unit);
        RuleSchema.Write(writer, cap.Actions, (w, action) => w.Write(action));
    }

    private static CapSchema ReadCap(BinaryReader reader) => new(
        reader.ReadString(), reader.ReadInt64(), reader.ReadInt32(), (CalendarUnit)reader.ReadByte(), RuleSchema.Read(reader, r => r.ReadInt32()));
}
