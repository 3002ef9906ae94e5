using System.Buffers.Binary;
using System.Text;

namespace SegLang.Runtime;

/// <summary>
/// Appends values to bytes: whole numbers in as few bytes as they need (LEB128; signed ones zigzag), texts as UTF-8 after their length. The same
/// values give the same bytes.
/// </summary>
internal sealed class EncodingWriter
{
    private byte[] bytes = new byte[256];

    /// <summary>How many bytes.</summary>
    public int Count { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Count);

    /// <summary>Begins anew.</summary>
    public void Clear() => Count = 0;

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Byte(byte value)
    {
        Reserve(1);
        bytes[Count++] = value;
    }

    public void Size(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Unsigned((ulong)value);
    }

    public void Number(long value) => Unsigned((ulong)(value << 1) ^ (ulong)(value >> 63));

    public void Bits(long value)
    {
        Reserve(sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(Count), value);
        Count += sizeof(long);
    }

    public void Text(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        Size(length);
        Reserve(length);
        Count += Encoding.UTF8.GetBytes(text, bytes.AsSpan(Count));
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Size(value.Length);
        Reserve(value.Length);
        value.CopyTo(bytes.AsSpan(Count));
        Count += value.Length;
    }

    /// <summary>Numbers after how many they are.</summary>
    public void Numbers(ReadOnlySpan<long> values)
    {
        Size(values.Length);
        foreach (long value in values)
        {
            Number(value);
        }
    }

    /// <summary>
    /// A value in the forms of <see cref="FieldSchema.Default"/>; null is unknown.
    /// </summary>
    public void Value(object? value)
    {
        switch (value)
        {
            case null: Byte(0); break;
            case bool v: Byte(v ? (byte)2 : (byte)1); break;
            case string v: Byte(3); Text(v); break;
            case int v: Byte(4); Number(v); break;
            case long v: Byte(5); Number(v); break;
            case double v: Byte(6); Bits(BitConverter.DoubleToInt64Bits(v)); break;
            case object[] v:
                Byte(7);
                Size(v.Length);
                Array.ForEach(v, Value);
                break;
            default: throw new ArgumentException($"{value.GetType().Name} is no form of a value", nameof(value));
        }
    }

    private void Unsigned(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            bytes[Count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[Count++] = (byte)value;
    }

    private void Reserve(int more)
    {
        if (Count + more > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Count + more));
        }
    }
}

/// <summary>Reads what <see cref="EncodingWriter"/> has written; what is not that is an <see cref="InvalidDataException"/>.</summary>
internal ref struct EncodingReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int at;

    /// <summary>Whether all was read.</summary>
    public readonly bool IsAtEnd => at == bytes.Length;

    public bool Bool() => Byte() switch
    {
        0 => false,
        1 => true,
        _ => throw Broken(),
    };

    public byte Byte() => at < bytes.Length ? bytes[at++] : throw Broken();

    /// <summary>A size of things that take at least one byte each, so that a wrong one is found before anything is allocated.</summary>
    public int Size()
    {
        ulong size = Unsigned();
        return size <= (ulong)(bytes.Length - at) ? (int)size : throw Broken();
    }

    /// <summary>A size of things that may take no byte.</summary>
    public int Count()
    {
        ulong count = Unsigned();
        return count <= int.MaxValue ? (int)count : throw Broken();
    }

    public long Number()
    {
        ulong value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public int Ordinal(int end)
    {
        long value = Number();
        return value >= -1 && value < end ? (int)value : throw Broken();
    }

    public long Bits() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public string Text() => Encoding.UTF8.GetString(Take(Size()));

    public byte[] Bytes() => Take(Size()).ToArray();

    public long[] Numbers()
    {
        var values = new long[Size()];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Number();
        }

        return values;
    }

    public object? Value() => Byte() switch
    {
        0 => null,
        1 => false,
        2 => true,
        3 => Text(),
        4 => (int)Number(),
        5 => Number(),
        6 => BitConverter.Int64BitsToDouble(Bits()),
        7 => Values(),
        _ => throw Broken(),
    };

    /// <summary>What is wrong with bytes that nothing has written.</summary>
    public static InvalidDataException Broken() => new("the bytes are no encoded state");

    private object[] Values()
    {
        var values = new object[Size()];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Value() ?? throw Broken();
        }

        return values;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > bytes.Length - at)
        {
            throw Broken();
        }

        at += length;
        return bytes.Slice(at - length, length);
    }

    private ulong Unsigned()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Broken();
    }
}
