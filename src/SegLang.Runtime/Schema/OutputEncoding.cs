using System.Collections.Immutable;
using System.Text;

namespace SegLang.Runtime;

public sealed partial record RuleSchema
{
    /// <summary>Outputs as bytes, the same for equal outputs; <see cref="DecodeOutputs"/> reads them.</summary>
    public static byte[] EncodeOutputs(ImmutableArray<OutputSchema> outputs)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        Write(writer, outputs, (w, output) =>
        {
            w.Write(output.Name);
            w.Write((byte)output.Kind);
            Write(w, output.Value);
            WriteText(w, output.Title);
            Write(w, output.Was, (v, name) => v.Write(name));
        });
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>The outputs of bytes that <see cref="EncodeOutputs"/> gave.</summary>
    public static ImmutableArray<OutputSchema> DecodeOutputs(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        return Read(reader, r => new OutputSchema(r.ReadString(), (OutputKind)r.ReadByte(), ReadField(r))
        {
            Title = ReadText(r),
            Was = Read(r, v => v.ReadString()),
        });
    }
}
