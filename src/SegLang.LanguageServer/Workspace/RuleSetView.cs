using System.Collections.Immutable;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.Editing;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.LanguageServer.Workspace;

/// <summary>
/// One rule set at one moment: its texts, unsaved ones over those on disk. Immutable; what its texts mean is found out once, when it is
/// first asked for, from the last version for which that was found out.
/// </summary>
internal sealed class RuleSetView
{
    // More changed files than that are read anew together.
    private const int MostSteps = 16;

    private readonly Lock gate = new();

    // Null once the snapshot is made, so that the one before is not held.
    private Origin? origin;
    private RuleSnapshot? snapshot;

    private RuleSetView(
        string id,
        string root,
        Settings settings,
        ImmutableArray<Diagnostic> problems,
        ImmutableSortedDictionary<string, SourceText> sources,
        long version,
        Origin origin)
    {
        (Id, Root, Settings, Problems, Sources, Version) = (id, root, settings, problems, sources, version);
        this.origin = origin;
    }

    /// <summary>From which snapshot this one is made, by which changes; from none where all texts are read.</summary>
    private sealed record Origin(RuleSnapshot? Basis, ImmutableDictionary<string, SourceText?> Changed)
    {
        public static Origin None { get; } = new(null, ImmutableDictionary<string, SourceText?>.Empty);
    }

    /// <summary>What tells it from others while it changes: its folder, or its only file.</summary>
    public string Id { get; }

    /// <summary>The folder that paths are relative to.</summary>
    public string Root { get; }

    /// <summary>Whether it is one file that lies in no open folder.</summary>
    public bool IsLoose => Id != Root;

    /// <summary>What the nearest `seglang.json` settles.</summary>
    public Settings Settings { get; }

    /// <summary>Files that could not be read.</summary>
    public ImmutableArray<Diagnostic> Problems { get; }

    /// <summary>The texts by path, in ordinal order.</summary>
    public ImmutableSortedDictionary<string, SourceText> Sources { get; }

    /// <summary>The paths that there may be findings about.</summary>
    public IEnumerable<string> Paths => Problems.IsEmpty ? Sources.Keys : Sources.Keys.Union(Problems.Select(p => p.Source.Path));

    /// <summary>Counts the changes of the texts and of the settings.</summary>
    public long Version { get; }

    /// <summary>What the texts mean; found out by the first who asks, while others wait.</summary>
    public RuleSnapshot Snapshot
    {
        get
        {
            lock (gate)
            {
                if (snapshot is null)
                {
                    Volatile.Write(ref snapshot, Read(origin ?? Origin.None));
                    Volatile.Write(ref origin, null);
                }

                return snapshot;
            }
        }
    }

    /// <summary>The tree of one of its texts, without waiting for what the others mean.</summary>
    public SyntaxTree TreeOf(string path) => Volatile.Read(ref snapshot)?.Tree(path) ?? SyntaxTree.Parse(Sources[path]);

    /// <summary>A rule set as read from disk.</summary>
    public static RuleSetView Create(string id, RuleFolder folder, Settings settings) => new(
        id,
        folder.Root,
        settings,
        folder.Findings,
        folder.Sources.ToImmutableSortedDictionary(s => s.Path, s => s, StringComparer.Ordinal),
        0,
        Origin.None);

    /// <summary>With a text added or replaced.</summary>
    public RuleSetView With(SourceText source) =>
        Sources.TryGetValue(source.Path, out SourceText? old) && old.Content == source.Content
            ? this
            : Step(Sources.SetItem(source.Path, source), source.Path, source);

    /// <summary>Without the text of a path.</summary>
    public RuleSetView Without(string path) => Sources.ContainsKey(path) ? Step(Sources.Remove(path), path, null) : this;

    /// <summary>With other settings.</summary>
    public RuleSetView With(Settings settings) => new(Id, Root, settings, Problems, Sources, Version + 1, Known());

    /// <summary>With other findings about files that cannot be read.</summary>
    public RuleSetView With(ImmutableArray<Diagnostic> problems) => new(Id, Root, Settings, problems, Sources, Version + 1, Known());

    /// <summary>As the disk has it now; what is the same there stays known.</summary>
    public RuleSetView With(RuleFolder folder, Settings settings)
    {
        RuleSetView next = this;
        foreach (string gone in Sources.Keys.Except(folder.Sources.Select(s => s.Path)))
        {
            next = next.Without(gone);
        }

        return folder.Sources.Aggregate(next, (at, source) => at.With(source)).With(settings).With(folder.Findings);
    }

    private RuleSetView Step(ImmutableSortedDictionary<string, SourceText> sources, string path, SourceText? source)
    {
        Origin known = Known();
        return new(Id, Root, Settings, Problems, sources, Version + 1, known with { Changed = known.Changed.SetItem(path, source) });
    }

    // Whoever is finding it out now is not waited for: then the next version starts from where this one did.
    private Origin Known()
    {
        Origin? before = Volatile.Read(ref origin);
        return Volatile.Read(ref snapshot) is { } known ? Origin.None with { Basis = known } : before ?? Origin.None;
    }

    private RuleSnapshot Read(Origin from)
    {
        if (from.Basis is not { } at || from.Changed.Count > MostSteps)
        {
            return RuleSnapshot.Create(Sources.Values);
        }

        foreach ((string path, SourceText? source) in from.Changed)
        {
            at = source is null ? at.Without(path) : at.With(source);
        }

        return at;
    }
}
