using System.Collections.Immutable;
using SegLang.Data;
using SegLang.Text;

namespace SegLang.LanguageServer.Workspace;

/// <summary>A rule file that a request is about.</summary>
internal sealed record RuleFile(RuleSetView Set, string Path, string Uri, TextPlaces Places, int? Version)
{
    /// <summary>Its text.</summary>
    public SourceText Source => Places.Source;
}

/// <summary>Everything that is open or lies in open folders, at one moment. Immutable: a read keeps the view that it was asked on.</summary>
internal sealed record WorkspaceView(
    ImmutableArray<string> Folders,
    ImmutableDictionary<string, OpenDocument> Documents,
    ImmutableDictionary<string, RuleSetView> Sets,
    bool IsUtf8)
{
    /// <summary>Nothing is open.</summary>
    public static WorkspaceView Empty { get; } = new(
        [], ImmutableDictionary<string, OpenDocument>.Empty, ImmutableDictionary<string, RuleSetView>.Empty, IsUtf8: false);

    /// <summary>The rule file of a URI, or null.</summary>
    public RuleFile? Find(string uri)
    {
        string key = FileUri.KeyOf(uri);
        return SetOf(key) is { } set && PathIn(set, key) is { } path && set.Sources.ContainsKey(path) ? File(set, path) : null;
    }

    /// <summary>The rule set that a document belongs to, or would belong to; null where there is none yet.</summary>
    public RuleSetView? SetOf(string key)
    {
        if (Sets.TryGetValue(key, out RuleSetView? own))
        {
            return own;
        }

        RuleSetView? nearest = null;
        foreach (RuleSetView set in Sets.Values)
        {
            if (!set.IsLoose && FileUri.Below(set.Root, key) is not null && (nearest is null || set.Root.Length > nearest.Root.Length))
            {
                nearest = set;
            }
        }

        return nearest;
    }

    /// <summary>A file of a rule set; it must be there.</summary>
    public RuleFile File(RuleSetView set, string path)
    {
        string key = KeyOf(set, path);
        return Documents.TryGetValue(key, out OpenDocument? document)
            ? new(set, path, document.Uri, new(set.Sources[path], IsUtf8, document.HasMark), document.Version)
            : new(set, path, FileUri.Of(key), new(set.Sources[path], IsUtf8), null);
    }

    /// <summary>The key of a path of a rule set.</summary>
    public static string KeyOf(RuleSetView set, string path) =>
        set.IsLoose ? set.Id : Path.Combine(set.Root, path.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The name of a document in its rule set; null where it cannot be one of its files.</summary>
    public static string? PathIn(RuleSetView set, string key) =>
        set.IsLoose ? Path.GetFileName(key) : FileUri.Below(set.Root, key);

    /// <summary>The settings document of a rule set, as the client names it; null where there is none.</summary>
    public (string Uri, int? Version)? SettingsOf(RuleSetView set) => set.Settings.File is not { } file
        ? null
        : Documents.TryGetValue(file, out OpenDocument? open) ? (open.Uri, open.Version) : (FileUri.Of(file), null);

    /// <summary>Whether a document is a settings file.</summary>
    public static bool IsSettings(string key) => Path.GetFileName(key) == Settings.FileName;

    /// <summary>Whether a rule set has texts that are not saved.</summary>
    public bool IsDirty(RuleSetView set) => Documents.Values.Any(d => d.IsDirty && (SetOf(d.Key) == set || d.Key == set.Settings.File));
}
