using System.Collections.Immutable;
using System.Text;

namespace SegLang.Runtime;

public sealed partial record BlockPlan
{
    /// <summary>The plan as bytes, the same for equal plans; <see cref="Decode"/> reads them.</summary>
    public byte[] Encode()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        WriteAll(writer, Nodes, Write);
        WriteAll(writer, Aggregates, Write);
        WriteAll(writer, Sequences, (w, s) => WriteAll(w, s.Steps, Write));
        WriteAll(writer, Wheres, Write);
        WriteAll(writer, Values, Write);
        WriteAll(writer, Outputs, (w, o) => w.Write7BitEncodedInt(o));
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>The plan of bytes that <see cref="Encode"/> gave.</summary>
    public static BlockPlan Decode(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        return new(
            ReadAll(reader, ReadNode), ReadAll(reader, ReadAggregate),
            ReadAll(reader, r => new BlockSequence(ReadAll(r, ReadStep))), ReadAll(reader, ReadNode), ReadAll(reader, ReadValue),
            ReadAll(reader, r => r.Read7BitEncodedInt()));
    }

    private static void Write(BinaryWriter writer, BlockNode node)
    {
        writer.Write((byte)node.Kind);
        WriteAll(writer, node.Parts, (w, p) => w.Write7BitEncodedInt(p));
        writer.Write7BitEncodedInt(node.Subject);
        writer.Write7BitEncodedInt(node.RowId);
        writer.Write(node.Test is not null);
        if (node.Test is { } test)
        {
            writer.Write((byte)test.Operator);
            WriteAll(writer, test.Operands, Write);
            writer.Write(test.Scale);
            writer.Write(test.OperandScale);
            writer.Write(test.IgnoreCase);
            writer.Write(test.Wanted);
        }
    }

    private static BlockNode ReadNode(BinaryReader reader)
    {
        var kind = (BlockNodeKind)reader.ReadByte();
        ImmutableArray<int> parts = ReadAll(reader, r => r.Read7BitEncodedInt());
        int subject = reader.Read7BitEncodedInt();
        int rowId = reader.Read7BitEncodedInt();
        return new(kind, parts, subject, reader.ReadBoolean() ? ReadTest(reader) : null, rowId);
    }

    private static BlockTest ReadTest(BinaryReader reader) => new(
        (BlockOperator)reader.ReadByte(), ReadAll(reader, ReadOperand), reader.ReadByte(), reader.ReadByte(), reader.ReadBoolean(),
        reader.ReadBoolean());

    private static void Write(BinaryWriter writer, BlockOperand operand)
    {
        writer.Write7BitEncodedInt(operand.Id);
        writer.Write(operand.IsText);
        if (operand.IsText)
        {
            writer.Write(operand.Text ?? "");
        }
        else
        {
            writer.Write7BitEncodedInt64(operand.Bits);
        }
    }

    private static BlockOperand ReadOperand(BinaryReader reader)
    {
        int id = reader.Read7BitEncodedInt();
        bool isText = reader.ReadBoolean();
        return isText ? new(id, 0, reader.ReadString(), true) : new(id, reader.Read7BitEncodedInt64(), null, false);
    }

    private static void Write(BinaryWriter writer, BlockAggregate aggregate)
    {
        writer.Write((byte)aggregate.Kind);
        writer.Write7BitEncodedInt(aggregate.Type);
        Write(writer, aggregate.From);
        Write(writer, aggregate.Until);
        writer.Write7BitEncodedInt(aggregate.Where);
        writer.Write7BitEncodedInt(aggregate.Value);
    }

    private static BlockAggregate ReadAggregate(BinaryReader reader) => new(
        (BlockAggregateKind)reader.ReadByte(), reader.Read7BitEncodedInt(), ReadOperand(reader), ReadOperand(reader),
        reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());

    private static void Write(BinaryWriter writer, BlockStep step)
    {
        writer.Write7BitEncodedInt(step.Type);
        Write(writer, step.From);
        Write(writer, step.Until);
        writer.Write7BitEncodedInt(step.Where);
        writer.Write7BitEncodedInt(step.Since);
        Write(writer, step.Count);
        writer.Write((byte)step.Unit);
    }

    private static BlockStep ReadStep(BinaryReader reader) => new(
        reader.Read7BitEncodedInt(), ReadOperand(reader), ReadOperand(reader), reader.Read7BitEncodedInt(),
        reader.Read7BitEncodedInt(), ReadOperand(reader), (CalendarUnit)reader.ReadByte());

    private static void Write(BinaryWriter writer, BlockValue value)
    {
        writer.Write7BitEncodedInt(value.Field);
        writer.Write(value.Operator);
        writer.Write7BitEncodedInt(value.Left);
        writer.Write7BitEncodedInt(value.Right);
        writer.Write7BitEncodedInt64(value.LeftFactor);
        writer.Write7BitEncodedInt64(value.RightFactor);
    }

    private static BlockValue ReadValue(BinaryReader reader) => new(
        reader.Read7BitEncodedInt(), reader.ReadChar(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(),
        reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());

    private static void WriteAll<T>(BinaryWriter writer, ImmutableArray<T> items, Action<BinaryWriter, T> write)
    {
        writer.Write7BitEncodedInt(items.Length);
        foreach (T item in items)
        {
            write(writer, item);
        }
    }

    private static ImmutableArray<T> ReadAll<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            items.Add(read(reader));
        }

        return items.ToImmutable();
    }
}
