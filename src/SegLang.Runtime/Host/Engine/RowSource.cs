namespace SegLang.Runtime;

/// <summary>Takes a host's objects over into rows, one object a row. For many threads; allocates only for sets and lists.</summary>
/// <typeparam name="TSubject">The host's class.</typeparam>
internal abstract class RowSource<TSubject>
{
    /// <summary>
    /// Fills a row with the object's fields, and gives an event's instant and order (of a profile: zeros). What a field cannot hold, or what a host must
    /// keep to and does not, is a <see cref="RuleDataException"/> that names the place; the row is then of no use.
    /// </summary>
    public abstract (long Time, long Order) Read(TSubject subject, FactRow into);
}

/// <summary>The same with a reader of the class.</summary>
/// <param name="program">The rules' program.</param>
/// <param name="schema">The schema with the fields as those of the profile, and without events.</param>
/// <param name="reader">What belongs to the reader.</param>
/// <param name="checks">Whether texts and sets are checked.</param>
/// <param name="time">The ordinal with which the reader gives an event's instant, its order with the next one; −1 of a profile.</param>
internal sealed class RowSource<TSubject, TReader>(RuleProgram program, RuleSchema schema, HostReader reader, bool checks, int time) : RowSource<TSubject>
    where TReader : struct, IProfileReader<TSubject>
{
    private Desk? spare;

    /// <inheritdoc />
    public override (long Time, long Order) Read(TSubject subject, FactRow into)
    {
        ArgumentNullException.ThrowIfNull(into);
        Desk desk = Interlocked.Exchange(ref spare, null) ?? new(new ReaderScratch(program, reader.Enums), new HostCheck(schema, reader.Names));
        TReader opened = default;
        opened.Open(subject, desk.Scratch);
        (long, long) place = Read(opened, into, desk.Check);
        spare = desk; // One that has thrown is not used again.
        return place;
    }

    private (long Time, long Order) Read(in TReader opened, FactRow into, HostCheck check)
    {
        try
        {
            if (checks)
            {
                check.Check(opened);
            }

            ReaderFacts.Profile(into, opened);
            return (At(opened, time), At(opened, time < 0 ? time : time + 1));
        }
        catch (RuleDataException e) when (e.Place is null)
        {
            throw check.Blame(opened) is { } place ? new RuleDataException(place, e.Message, e) : e;
        }
    }

    private static long At(in TReader opened, int field) => field >= 0 && opened.Int64(field, out long value) ? value : 0;

    // What reading needs; for one thread at a time.
    private sealed record Desk(ReaderScratch Scratch, HostCheck Check);
}
