using SegLang.Data;

namespace SegLang;

public sealed partial class SegLangStream
{
    // From the preparation to its end nothing else happens with the stream.
    private sealed class Rules(SegLangStream stream) : RuleUser
    {
        public override object Prepare(RuleSet rules, string parameters)
        {
            stream.turn.Wait();
            stream.gate.Enter();
            try
            {
                StreamState next = new(rules, parameters, stream.options, stream.state);
                stream.Fill(next);
                return next;
            }
            catch
            {
                Leave();
                throw;
            }
        }

        public override void Commit(object prepared)
        {
            try
            {
                stream.GoOver((StreamState)prepared);
            }
            finally
            {
                Leave();
            }
        }

        public override void Abort(object prepared)
        {
            if (stream.state is null)
            {
                stream.checkpoint?.Dispose();
            }

            Leave();
        }

        private void Leave()
        {
            stream.gate.Exit();
            stream.turn.Release();
        }
    }

    // The first rules get what is stored, later ones what those before them held. What has changed is stored before, since taking it over forgets what that was.
    private void Fill(StreamState next)
    {
        if (state is { } old)
        {
            StoreBeforeMove(old);
            next.TakeOver(old, options.Forget);
        }
        else if (checkpoint is not null)
        {
            foreach (string note in checkpoint.Restore(next, options.Forget))
            {
                Log.StreamNote(logger, Name, note);
            }
        }
    }

    private void StoreBeforeMove(StreamState old)
    {
        try
        {
            checkpoint?.Append(old);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CheckpointException)
        {
            checkpoint?.Dispose();
            checkpointError = e;
            Log.CheckpointFailed(logger, e, Name);
        }
    }

    private void GoOver(StreamState next)
    {
        bool isFirst = state is null;
        state = next;
        if (isFirst)
        {
            Log.StreamStarted(logger, Name, next.Engine.ProfileCount, next.Engine.Clock == long.MinValue ? "-" : ValueFormat.Instant(next.Engine.Clock));
            return;
        }

        checkpoint?.Dispose();
        isChanged = true;
    }
}
