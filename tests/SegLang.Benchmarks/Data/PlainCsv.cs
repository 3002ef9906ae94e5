using System.Buffers.Text;

namespace SegLang.Benchmarks.Data;

/// <summary>Writes columns of whole numbers as CSV without a header, the form in which both peers load the same data; unknown is an empty cell.</summary>
internal sealed class PlainCsv(Stream stream) : IDisposable
{
    private readonly byte[] buffer = new byte[1 << 20];
    private int length;

    /// <summary>One cell.</summary>
    public void Cell(long value, bool last = false)
    {
        if (buffer.Length - length < 32)
        {
            Flush();
        }

        if (value is not (Dataset.Unknown or Dataset.UnknownInt))
        {
            Utf8Formatter.TryFormat(value, buffer.AsSpan(length), out var written);
            length += written;
        }

        buffer[length++] = last ? (byte)'\n' : (byte)',';
    }

    /// <summary>A cell that is a code.</summary>
    public void Code(byte value, bool last = false) => Cell(value == Dataset.UnknownByte ? Dataset.Unknown : value, last);

    /// <inheritdoc />
    public void Dispose()
    {
        Flush();
        stream.Dispose();
    }

    /// <summary>Profiles: id, then the attributes in the order of the schema.</summary>
    public static void WriteProfiles(Dataset data, string path)
    {
        using var csv = new PlainCsv(File.Create(path));
        for (var i = 0; i < data.Profiles; i++)
        {
            csv.Cell(i);
            csv.Code(data.Country[i]);
            csv.Code(data.Plan[i]);
            csv.Cell(data.Age[i]);
            csv.Code(data.Newsletter[i]);
            csv.Cell(data.BirthDate[i]);
            csv.Cell(data.Registered[i]);
            csv.Cell(data.Credit[i]);
            csv.Cell(data.Rating[i], last: true);
        }
    }

    /// <summary>Events: owner, time, then the fields in the order of the schema.</summary>
    public static void WriteEvents(Dataset data, string path)
    {
        using var csv = new PlainCsv(File.Create(path));
        for (var i = 0; i < data.Events; i++)
        {
            csv.Cell(data.Owner[i]);
            csv.Cell(data.Time[i]);
            csv.Code(data.Channel[i]);
            csv.Code(data.Category[i]);
            csv.Cell(data.Quantity[i]);
            csv.Cell(data.Price[i], last: true);
        }
    }

    private void Flush()
    {
        stream.Write(buffer.AsSpan(0, length));
        length = 0;
    }
}
