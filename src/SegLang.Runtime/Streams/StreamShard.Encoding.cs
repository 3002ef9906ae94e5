namespace SegLang.Runtime;

internal sealed partial class StreamShard
{
    private readonly List<ProfileState> changed = [];
    private readonly List<(ProfileKey Key, bool IsErased)> removed = [];
    private bool isStored;

    /// <summary>Begins to remember what changes, or begins anew.</summary>
    public void ForgetChanges()
    {
        isStored = true;
        changed.ForEach(p => p.IsChanged = false);
        changed.Clear();
    }

    /// <summary>The profiles that have changed since the last time.</summary>
    public IEnumerable<(ProfileKey Key, ProfileState State)> TakeChanged()
    {
        foreach (ProfileState profile in changed)
        {
            profile.IsChanged = false;
            ProfileKey key = ProfileKey.Of(profile.Fields, keyField);
            if (profiles.TryGetValue(key, out ProfileState? known) && ReferenceEquals(known, profile))
            {
                yield return (key, profile);
            }
        }

        changed.Clear();
    }

    /// <summary>The profiles that are gone since the last time.</summary>
    public (ProfileKey Key, bool IsErased)[] TakeRemoved()
    {
        (ProfileKey, bool)[] taken = [.. removed];
        removed.Clear();
        return taken;
    }

    private void Touch(ProfileState profile)
    {
        if (isStored && !profile.IsChanged)
        {
            profile.IsChanged = true;
            changed.Add(profile);
        }
    }

    private void Forget(ProfileKey key, bool isErased)
    {
        if (isStored)
        {
            removed.Add((key, isErased));
        }
    }
}
