using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Data;

/// <summary>JSON Lines: one object a line; members are found by name, ignoring case. Blank lines are skipped.</summary>
public sealed class JsonLinesReader : RowReader
{
    private const int RowLimit = 16 * 1024 * 1024;

    private readonly Stream stream;
    private readonly string name;
    private readonly bool collects;
    private readonly List<string> columns = [];
    private readonly Dictionary<string, int> numbers = new(StringComparer.OrdinalIgnoreCase);
    private byte[] buffer = new byte[256 * 1024];
    private int start;
    private int end;
    private bool atEnd;
    private byte[] values = new byte[4096];
    private int used;
    private (int Start, int Length, CellKind Kind)[] cells = [];

    private JsonLinesReader(Stream stream, string name, bool collects)
    {
        this.stream = stream;
        this.name = name;
        this.collects = collects;
    }

    /// <inheritdoc />
    public override ImmutableArray<string> Columns => [.. columns];

    /// <inheritdoc />
    public override bool HasHeader => false;

    /// <summary>Begins to read. With <paramref name="collects"/> every member that occurs becomes a column; otherwise those that are asked for.</summary>
    public static JsonLinesReader Open(Stream stream, string name, bool collects)
    {
        JsonLinesReader reader = new(stream, name, collects);
        reader.Fill();
        if (reader.buffer.AsSpan(0, reader.end).StartsWith("\uFEFF"u8))
        {
            reader.start = 3;
        }

        if (reader.buffer.AsSpan(reader.start, Math.Min(8192, reader.end - reader.start)).Contains((byte)0))
        {
            reader.Finding = Rules.BinaryData.At(new SourceText(name, ""), default, name);
        }

        return reader;
    }

    /// <inheritdoc />
    public override int Find(string name) => Number(name);

    /// <inheritdoc />
    public override bool Read()
    {
        while (Finding is null && NextLine(out ReadOnlySpan<byte> line))
        {
            if (line.Trim(" \t\r"u8).IsEmpty)
            {
                continue;
            }

            Row++;
            RowProblem = null;
            Parse(line);
            return true;
        }

        return false;
    }

    /// <inheritdoc />
    public override Cell Cell(int column)
    {
        (int from, int length, CellKind kind) = column < cells.Length ? cells[column] : default;
        return new(values.AsSpan(from, length), kind);
    }

    /// <inheritdoc />
    public override void Dispose() => stream.Dispose();

    private int Number(string member)
    {
        if (!numbers.TryGetValue(member, out int number))
        {
            number = columns.Count;
            columns.Add(member);
            numbers.Add(member, number);
            Array.Resize(ref cells, number + 1);
        }

        return number;
    }

    private void Parse(ReadOnlySpan<byte> line)
    {
        Array.Clear(cells);
        used = 0;
        Utf8JsonReader json = new(line, new JsonReaderOptions { MaxDepth = 64 });
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                RowProblem = "not a JSON object";
                return;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                ReadMember(ref json, line);
            }

            while (json.Read())
            {
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            RowProblem = "not well-formed JSON";
        }
    }

    private void ReadMember(ref Utf8JsonReader json, ReadOnlySpan<byte> line)
    {
        string member = json.GetString() ?? "";
        int number = collects ? Number(member) : numbers.GetValueOrDefault(member, -1);
        json.Read();
        if (number < 0)
        {
            json.Skip();
            return;
        }

        if (cells[number].Kind != CellKind.Empty)
        {
            RowProblem = $"the member `{member}` is given twice";
        }

        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                cells[number] = (0, 0, CellKind.Null);
                break;
            case JsonTokenType.String:
                Ensure(json.ValueSpan.Length);
                int length = json.CopyString(values.AsSpan(used));
                Take(number, length, CellKind.Text);
                break;
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                int from = (int)json.TokenStartIndex;
                json.Skip();
                Copy(number, line[from..(int)json.BytesConsumed], CellKind.Json);
                break;
            default:
                Copy(number, json.ValueSpan, json.TokenType == JsonTokenType.Number ? CellKind.Number : CellKind.Bool);
                break;
        }
    }

    private void Copy(int number, ReadOnlySpan<byte> bytes, CellKind kind)
    {
        Ensure(bytes.Length);
        bytes.CopyTo(values.AsSpan(used));
        Take(number, bytes.Length, kind);
    }

    private void Take(int number, int length, CellKind kind)
    {
        cells[number] = (used, length, kind);
        used += length;
    }

    private void Ensure(int more)
    {
        if (values.Length - used < more)
        {
            Array.Resize(ref values, Math.Max(values.Length * 2, used + more));
        }
    }

    private bool NextLine(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            int length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0 || (atEnd && start < end))
            {
                length = length >= 0 ? length : end - start;
                line = buffer.AsSpan(start, length);
                start = Math.Min(end, start + length + 1);
                return true;
            }

            if (atEnd)
            {
                line = default;
                return false;
            }

            if (end - start > RowLimit)
            {
                string row = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"row {Row + 1}");
                Finding = Rules.RowTooLong.At(new SourceText(name, ""), default, name, row);
                line = default;
                return false;
            }

            Fill();
        }
    }

    private void Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }

        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        int read = stream.ReadAtLeast(buffer.AsSpan(end), buffer.Length - end, throwOnEndOfStream: false);
        atEnd = end + read < buffer.Length;
        end += read;
    }
}
