namespace SegLang.Data;

/// <summary>One stream, then another; both are disposed with it.</summary>
internal sealed class JoinedStream(Stream first, Stream second) : ForwardStream
{
    private bool isFirst = true;

    public override int Read(Span<byte> buffer)
    {
        int read = isFirst ? first.Read(buffer) : 0;
        if (read > 0 || buffer.IsEmpty)
        {
            return read;
        }

        isFirst = false;
        return second.Read(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            first.Dispose();
            second.Dispose();
        }

        base.Dispose(disposing);
    }
}
