using System.Buffers.Binary;
using System.Numerics;

namespace SegLang.Data;

/// <summary>CRC-32C (Castagnoli), as in iSCSI (RFC 3720): finds every burst of up to 32 changed bits.</summary>
internal static class Crc32C
{
    /// <summary>The value before the first byte.</summary>
    public const uint Start = uint.MaxValue;

    /// <summary>The value of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Add(Start, bytes);

    /// <summary>Takes in further bytes; the complement of the result is the value so far.</summary>
    public static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return crc;
    }
}
