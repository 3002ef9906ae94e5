using System.IO.Compression;
using System.Text;
using SegLang.Data;

namespace SegLang.Tests.Data;

/// <summary>Packed data is read whole, or not taken for whole.</summary>
public sealed class PackedRows
{
    private const string Rows = "id,name\n1,ann\n2,bob\n3,eve\n";

    [Fact]
    public void Members_of_a_packed_file_are_read_one_after_the_other()
    {
        Assert.Equal(Rows, Unpacked([.. Pack("id,name\n"), .. Pack("1,ann\n2,bob\n"), .. Pack("3,eve\n")]));
        Assert.Equal(string.Concat(Enumerable.Repeat(Rows, 50_000)), Unpacked(Pack(string.Concat(Enumerable.Repeat(Rows, 50_000)))));
        Assert.Equal("", Unpacked(Pack("")));
    }

    [Fact]
    public void A_packed_file_that_was_cut_off_anywhere_is_refused()
    {
        byte[] packed = [.. Pack("id,name\n1,ann\n"), .. Pack("2,bob\n3,eve\n")];
        int first = Pack("id,name\n1,ann\n").Length;
        for (int length = 2; length < packed.Length; length++)
        {
            if (length != first) // There it is whole, with one member.
            {
                Assert.Throws<InvalidDataException>(() => Unpacked(packed[..length]));
            }
        }

        byte[] large = Pack(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i},{i * 7919L % 10007}\n")));
        Assert.Throws<InvalidDataException>(() => Unpacked(large[..(large.Length / 2)]));
    }

    private static byte[] Pack(string text)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static string Unpacked(byte[] packed)
    {
        using StreamReader reader = new(new PackedStream(new MemoryStream(packed)));
        return reader.ReadToEnd();
    }
}
