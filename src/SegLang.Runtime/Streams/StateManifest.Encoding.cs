using System.Collections.Immutable;
using System.Text;

namespace SegLang.Runtime;

/// <summary>
/// What stored states are of: enough of the rules to read them when the rules have changed. Two that are equal as bytes mean the same rules.
/// </summary>
public sealed class StateManifest
{
    private readonly byte[] bytes;

    private StateManifest(string rules, RuleSchema schema, JourneySet journeys, ImmutableArray<OutputSchema> outputs, int folded, byte[]? bytes)
    {
        Rules = rules;
        Schema = schema;
        Journeys = journeys;
        Outputs = outputs;
        FoldedValues = folded;
        this.bytes = bytes ?? Write();
    }

    /// <summary>What identifies the rules and the values of their params.</summary>
    public string Rules { get; }

    /// <summary>The schema of the profiles and events.</summary>
    public RuleSchema Schema { get; }

    /// <summary>The segments and classes in the order in which membership is held.</summary>
    public ImmutableArray<OutputSchema> Outputs { get; }

    internal JourneySet Journeys { get; }

    internal int FoldedValues { get; }

    /// <summary>The manifest of a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="parameters">A text for the values of its params, the same for the same values.</param>
    public static StateManifest Of(RuleProgram program, string parameters)
    {
        ArgumentNullException.ThrowIfNull(program);
        return new(
            $"{program.GetType().Assembly.GetName().Name}\n{parameters}",
            program.Schema,
            program.Journeys,
            [.. program.Outputs.Where(o => o.Name.Length > 0 && o.Kind is OutputKind.Segment or OutputKind.Class)],
            program.FoldedValues,
            null);
    }

    /// <summary>The manifest of bytes that <see cref="Encode"/> gave; what is none is an <see cref="InvalidDataException"/>.</summary>
    public static StateManifest Decode(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        try
        {
            EncodingReader reader = new(bytes);
            return new(
                reader.Text(),
                RuleSchema.Decode(reader.Bytes()),
                JourneySet.Decode(reader.Bytes()),
                RuleSchema.DecodeOutputs(reader.Bytes()),
                reader.Count(),
                bytes);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException or DecoderFallbackException)
        {
            throw new InvalidDataException("the bytes are no manifest", e);
        }
    }

    /// <summary>The manifest as bytes.</summary>
    public byte[] Encode() => [.. bytes];

    /// <summary>Whether states of the other are states of this one as they are.</summary>
    public bool IsSame(StateManifest other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return bytes.AsSpan().SequenceEqual(other.bytes);
    }

    private byte[] Write()
    {
        EncodingWriter writer = new();
        writer.Text(Rules);
        writer.Bytes(Schema.Encode());
        writer.Bytes(Journeys.Encode());
        writer.Bytes(RuleSchema.EncodeOutputs(Outputs));
        writer.Size(FoldedValues);
        return writer.Written.ToArray();
    }
}
