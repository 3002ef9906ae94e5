using System.Diagnostics.CodeAnalysis;

namespace SegLang.Runtime;

/// <summary>
/// The profiles of a shard by key, in the order in which they came as long as none is removed. Holds no keys: a profile has its own among its
/// fields, which must not change while it is here.
/// </summary>
internal sealed class ProfileTable(int keyField)
{
    // Chains of entries with the same bucket; a free entry's next is the free one after it. Places are counted from 1, 0 is none.
    private int[] buckets = [];
    private Entry[] entries = [];
    private int used;
    private int free;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>All of them.</summary>
    public IEnumerable<(ProfileKey Key, ProfileState State)> All
    {
        get
        {
            for (int i = 0; i < used; i++)
            {
                if (entries[i].State is { } state)
                {
                    yield return (KeyOf(state), state);
                }
            }
        }
    }

    /// <summary>All of them, without their keys.</summary>
    public IEnumerable<ProfileState> States => entries.Take(used).Select(e => e.State).OfType<ProfileState>();

    /// <summary>The profile of a place (<see cref="ProfileState.Place"/>); null where there is none any more.</summary>
    public ProfileState? At(int place) => place > 0 && place <= used ? entries[place - 1].State : null;

    /// <summary>The profile of a key, if there is one.</summary>
    public bool TryGetValue(ProfileKey key, [NotNullWhen(true)] out ProfileState? state) => TryGetValue(key, key.Hash, out state);

    /// <summary>The profile of a key of which the hash is known, if there is one.</summary>
    public bool TryGetValue(ProfileKey key, uint hash, [NotNullWhen(true)] out ProfileState? state)
    {
        int place = Find(key, hash);
        state = place == 0 ? null : entries[place - 1].State;
        return state is not null;
    }

    /// <summary>How many steps it takes to read ahead what finding a profile reads.</summary>
    public const int Steps = 4;

    /// <summary>
    /// One step on the way to a profile: the bucket of its key's hash, its entry, the profile, its fields. To be done with many, one step of all after the
    /// other: the loads of a step overlap, while finding one profile waits for each.
    /// </summary>
    public long Approach(uint hash, int step)
    {
        int place = buckets.Length == 0 ? 0 : buckets[BucketOf(hash)];
        if (step == 0)
        {
            return place;
        }

        while (place != 0 && entries[place - 1].Hash != hash)
        {
            place = entries[place - 1].Next;
        }

        return step == 1 || place == 0 || entries[place - 1].State is not { } state ? place
            : step == 2 ? state.Alarm
            : state.Fields.Numbers.Length;
    }

    /// <summary>Takes in a profile; false where there is one of its key.</summary>
    public bool TryAdd(ProfileKey key, ProfileState state)
    {
        if (Find(key) != 0)
        {
            return false;
        }

        Add(key.Hash, state);
        return true;
    }

    /// <summary>Takes in a profile in the place of the one that has its key.</summary>
    public void Replace(ProfileKey key, ProfileState state)
    {
        state.Place = Find(key);
        entries[state.Place - 1].State = state;
    }

    /// <summary>Takes out a profile.</summary>
    public bool Remove(ProfileKey key, [NotNullWhen(true)] out ProfileState? state)
    {
        int place = Find(key);
        state = place == 0 ? null : entries[place - 1].State;
        if (state is null)
        {
            return false;
        }

        ref int link = ref buckets[BucketOf(key.Hash)];
        while (link != place)
        {
            link = ref entries[link - 1].Next;
        }

        link = entries[place - 1].Next;
        entries[place - 1] = new Entry { Next = free };
        free = place;
        Count--;
        return true;
    }

    private ProfileKey KeyOf(ProfileState state) => ProfileKey.Of(state.Fields, keyField);

    private int Find(ProfileKey key) => Find(key, key.Hash);

    private int Find(ProfileKey key, uint hash)
    {
        int place = buckets.Length == 0 ? 0 : buckets[BucketOf(hash)];
        while (place != 0)
        {
            ref Entry entry = ref entries[place - 1];
            if (entry.Hash == hash && entry.State is { } state && KeyOf(state) == key)
            {
                return place;
            }

            place = entry.Next;
        }

        return 0;
    }

    private void Add(uint hash, ProfileState state)
    {
        int place = free;
        if (place != 0)
        {
            free = entries[place - 1].Next;
        }
        else
        {
            if (used == entries.Length)
            {
                Grow();
            }

            place = ++used;
        }

        state.Place = place;
        ref int bucket = ref buckets[BucketOf(hash)];
        entries[place - 1] = new Entry { Hash = hash, Next = bucket, State = state };
        bucket = place;
        Count++;
    }

    // By a quarter: what is empty counts for each profile.
    private void Grow()
    {
        Array.Resize(ref entries, Math.Max(4, used + (used / 4)));
        buckets = new int[entries.Length];
        for (int i = 0; i < used; i++)
        {
            ref int bucket = ref buckets[BucketOf(entries[i].Hash)];
            entries[i].Next = bucket;
            bucket = i + 1;
        }
    }

    // The high bits of a hash are the same in all of a shard.
    private int BucketOf(uint hash) => (int)((ulong)(hash * 0x9E3779B1u) * (uint)buckets.Length >> 32);

    private struct Entry
    {
        public ProfileState? State;
        public uint Hash;
        public int Next;
    }
}
