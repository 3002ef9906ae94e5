namespace SegLang.Data;

/// <summary>Passes a file on and tells how much of it was read.</summary>
internal sealed class CountingStream(FileStream file, Action<long, long> onBytes) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        int read = file.Read(buffer);
        onBytes(file.Position, file.Length);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
