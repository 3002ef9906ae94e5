using System.Buffers.Binary;
using System.Collections.Immutable;
using SegLang.Data;
using SegLang.Diagnostics;

namespace SegLang;

/// <summary>The stored state of a stream: opened for the rules that run, and opened anew when others do.</summary>
internal sealed class StreamCheckpoint(string path) : IDisposable
{
    private CheckpointStore? store;

    /// <summary>Opens it and gives a state what is stored; tells what starts anew. Where that is impossible, a <see cref="RuleSetException"/>.</summary>
    public ImmutableArray<string> Restore(StreamState state, IEnumerable<string> forget)
    {
        try
        {
            store = CheckpointStore.Open(path, state.Program, state.Parameters);
            if (store.IsNew)
            {
                return [];
            }

            ImmutableArray<Diagnostic> notes = store.Restore(state.Engine, [.. forget]);
            state.Position = Decode(store.Position);
            IEnumerable<string> lost = store.HasLost ? ["the last checkpoint was not whole; the one before it holds"] : [];
            return [.. lost.Concat(notes.Select(n => n.Message))];
        }
        catch (CheckpointException e)
        {
            Dispose();
            throw StreamRefusals.Of(e);
        }
    }

    /// <summary>Stores what has changed.</summary>
    public void Append(StreamState state)
    {
        store ??= CheckpointStore.Open(path, state.Program, state.Parameters);
        store.Append(state.Engine, Encode(state.Position));
    }

    /// <summary>The next checkpoint is of other rules, and is written whole.</summary>
    public void Dispose()
    {
        store?.Dispose();
        store = null;
    }

    private static byte[] Encode(long? position)
    {
        if (position is not { } given)
        {
            return [];
        }

        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, given);
        return bytes;
    }

    private static long? Decode(byte[] bytes) => bytes.Length == sizeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : null;
}
