using System.Collections.Immutable;
using System.Text;

namespace SegLang.Runtime;

public sealed partial record RuleSchema
{
    /// <summary>The schema as bytes, the same for equal schemas; <see cref="Decode"/> reads them.</summary>
    public byte[] Encode()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(RuleSet);
        writer.Write(TimeZone);
        writer.Write(WeekStartsSunday);
        writer.Write(ProfileName);
        Write(writer, Profile, Write);
        Write(writer, Events, Write);
        Write(writer, Params, Write);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>The schema of bytes that <see cref="Encode"/> gave.</summary>
    public static RuleSchema Decode(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        return new(
            reader.ReadString(), reader.ReadString(), reader.ReadBoolean(), reader.ReadString(),
            Read(reader, ReadField), Read(reader, ReadEvent), Read(reader, ReadParam));
    }

    internal static void Write(BinaryWriter writer, FieldSchema field)
    {
        writer.Write(field.Name);
        writer.Write(field.Ordinal);
        writer.Write((byte)field.Kind);
        writer.Write((byte)field.Scale);
        WriteText(writer, field.Currency);
        Write(writer, field.Members, (w, m) => w.Write(m));
        WriteElement(writer, field.Element);
        Write(writer, field.Fields, Write);
        writer.Write(field.IsOptional);
        writer.Write(field.IsKey);
        writer.Write(field.IsComputed);
        WriteValue(writer, field.Default);
        WriteText(writer, field.Column);
        Write(writer, field.Was, (w, n) => w.Write(n));
    }

    internal static FieldSchema ReadField(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadInt32(), (FieldKind)reader.ReadByte())
        {
            Scale = reader.ReadByte(),
            Currency = ReadText(reader),
            Members = Read(reader, r => r.ReadString()),
            Element = ReadElement(reader),
            Fields = Read(reader, ReadField),
            IsOptional = reader.ReadBoolean(),
            IsKey = reader.ReadBoolean(),
            IsComputed = reader.ReadBoolean(),
            Default = ReadValue(reader),
            Column = ReadText(reader),
            Was = Read(reader, r => r.ReadString()),
        };

    private static void Write(BinaryWriter writer, EventSchema schema)
    {
        writer.Write(schema.Name);
        writer.Write(schema.Ordinal);
        Write(writer, schema.Fields, Write);
        WriteText(writer, schema.TimeColumn);
        WriteText(writer, schema.OrderColumn);
        WriteText(writer, schema.ProfileColumn);
        Write(writer, schema.OnceBy, (w, o) => w.Write(o));
        WriteValue(writer, schema.OnceFor);
        Write(writer, schema.Was, (w, n) => w.Write(n));
    }

    private static EventSchema ReadEvent(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadInt32(), Read(reader, ReadField))
        {
            TimeColumn = ReadText(reader),
            OrderColumn = ReadText(reader),
            ProfileColumn = ReadText(reader),
            OnceBy = Read(reader, r => r.ReadInt32()),
            OnceFor = (CalendarSpan?)ReadValue(reader),
            Was = Read(reader, r => r.ReadString()),
        };

    private static void Write(BinaryWriter writer, ParamSchema param)
    {
        writer.Write(param.Name);
        writer.Write((byte)param.Kind);
        writer.Write((byte)param.Scale);
        writer.Write(param.IsSpan);
        WriteValue(writer, param.Default);
        Write(writer, param.Members, (w, m) => w.Write(m));
        WriteText(writer, param.Currency);
        WriteElement(writer, param.Element);
    }

    private static ParamSchema ReadParam(BinaryReader reader) =>
        new(reader.ReadString(), (FieldKind)reader.ReadByte(), reader.ReadByte(), reader.ReadBoolean(), ReadValue(reader) ?? 0L)
        {
            Members = Read(reader, r => r.ReadString()),
            Currency = ReadText(reader),
            Element = ReadElement(reader),
        };

    internal static void Write<T>(BinaryWriter writer, ImmutableArray<T> items, Action<BinaryWriter, T> write)
    {
        writer.Write(items.Length);
        foreach (T item in items)
        {
            write(writer, item);
        }
    }

    internal static ImmutableArray<T> Read<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            items.Add(read(reader));
        }

        return items.ToImmutable();
    }

    private static void WriteElement(BinaryWriter writer, FieldSchema? element)
    {
        writer.Write(element is not null);
        if (element is not null)
        {
            Write(writer, element);
        }
    }

    private static FieldSchema? ReadElement(BinaryReader reader) => reader.ReadBoolean() ? ReadField(reader) : null;

    internal static void WriteText(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
        {
            writer.Write(text);
        }
    }

    internal static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static void WriteValue(BinaryWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.Write((byte)0); break;
            case bool v: writer.Write((byte)1); writer.Write(v); break;
            case string v: writer.Write((byte)2); writer.Write(v); break;
            case int v: writer.Write((byte)3); writer.Write(v); break;
            case long v: writer.Write((byte)4); writer.Write(v); break;
            case double v: writer.Write((byte)5); writer.Write(v); break;
            case CalendarSpan v: writer.Write((byte)6); writer.Write(v.Count); writer.Write((byte)v.Unit); break;
            case object[] v:
                writer.Write((byte)7);
                writer.Write(v.Length);
                Array.ForEach(v, item => WriteValue(writer, item));
                break;
            default: throw new ArgumentException($"{value.GetType().Name} is no form of a value", nameof(value));
        }
    }

    private static object? ReadValue(BinaryReader reader) => reader.ReadByte() switch
    {
        0 => null,
        1 => reader.ReadBoolean(),
        2 => reader.ReadString(),
        3 => reader.ReadInt32(),
        4 => reader.ReadInt64(),
        5 => reader.ReadDouble(),
        6 => new CalendarSpan(reader.ReadInt64(), (CalendarUnit)reader.ReadByte()),
        7 => ReadSet(reader),
        var tag => throw new InvalidDataException($"{tag} is no form of a value"),
    };

    private static object[] ReadSet(BinaryReader reader)
    {
        var items = new object[reader.ReadInt32()];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = ReadValue(reader) ?? throw new InvalidDataException("a set holds an unknown value");
        }

        return items;
    }
}
