using System.Collections.Immutable;
using SegLang.Data;
using SegLang.Diagnostics;
using SegLang.LanguageServer.Protocol;
using SegLang.LanguageServer.Rpc;
using SegLang.Text;

namespace SegLang.LanguageServer.Workspace;

/// <summary>
/// Keeps the <see cref="WorkspaceView"/>: what the editor and the disk say, in the order in which they say it. Only the queue of messages
/// calls it; whoever reads takes <see cref="Current"/>.
/// </summary>
internal sealed class Workspaces(Action changed)
{
    private const int Deleted = 3;

    private volatile WorkspaceView current = WorkspaceView.Empty;
    private Task<WorkspaceView>? prepared;

    /// <summary>What holds now.</summary>
    public WorkspaceView Current => current;

    /// <summary>
    /// Settles the encoding and begins to read the folders that are open, and to find out what they mean, while the client and the
    /// server still introduce themselves; nothing of it is current before <see cref="Begin"/>.
    /// </summary>
    public void Prepare(IEnumerable<string> folders, bool isUtf8)
    {
        WorkspaceView empty = current with { IsUtf8 = isUtf8, Folders = [.. folders.Distinct(StringComparer.Ordinal)] };
        current = current with { IsUtf8 = isUtf8 };
        prepared = Task.Run(() => Load(empty));
        _ = prepared.ContinueWith(static loaded => Read(loaded.Result), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    /// <summary>Makes current what the folders hold.</summary>
    public void Begin()
    {
        if (prepared is { } reading)
        {
            prepared = null;
            WorkspaceView loaded = reading.GetAwaiter().GetResult();
            Set(current.Documents.IsEmpty ? loaded : Load(current with { Folders = loaded.Folders }));
        }
    }

    private static void Read(WorkspaceView view)
    {
        foreach (RuleSetView set in view.Sets.Values)
        {
            _ = set.Snapshot;
        }
    }

    /// <summary>Opens and closes folders.</summary>
    public void Change(FoldersChange change)
    {
        HashSet<string> removed = [.. change.Removed.Given().Select(f => FileUri.KeyOf(f.Uri))];
        IEnumerable<string> folders = current.Folders.Where(f => !removed.Contains(f))
            .Concat(change.Added.Given().Select(f => FileUri.KeyOf(f.Uri)).Where(FileUri.IsFile));
        Set(Load(current with { Folders = [.. folders.Distinct(StringComparer.Ordinal)] }));
    }

    /// <summary>Opens a document.</summary>
    public void Open(TextDocumentItem item)
    {
        string key = FileUri.KeyOf(item.Uri);
        WorkspaceView view = current;
        if (WorkspaceView.IsSettings(key))
        {
            OpenDocument settings = OpenDocument.Open(item, key, Settings.FileName);
            Set(Settle(view with { Documents = view.Documents.SetItem(key, settings) }, key));
            return;
        }

        RuleSetView set = view.SetOf(key) ?? NewSet(view, key);
        if (WorkspaceView.PathIn(set, key) is { } path)
        {
            OpenDocument document = OpenDocument.Open(item, key, path);
            document = document with { Saved = set.Sources.GetValueOrDefault(path)?.Content };
            Set(Keep(view with { Documents = view.Documents.SetItem(key, document) }, set.With(document.Source)));
        }
    }

    /// <summary>Takes changes of an open document.</summary>
    public void Change(DidChangeParams change)
    {
        WorkspaceView view = current;
        OpenDocument document = DocumentOf(change.TextDocument.Uri).With(change.TextDocument.Version, change.ContentChanges.Given(), view.IsUtf8);
        view = view with { Documents = view.Documents.SetItem(document.Key, document) };
        Set(WorkspaceView.IsSettings(document.Key)
            ? Settle(view, document.Key)
            : view.SetOf(document.Key) is { } set ? Keep(view, set.With(document.Source)) : view);
    }

    /// <summary>Notes that a document is on disk as it is here.</summary>
    public void Save(string uri)
    {
        OpenDocument document = DocumentOf(uri);
        Set(current with { Documents = current.Documents.SetItem(document.Key, document with { Saved = document.Source.Content }) });
    }

    /// <summary>Closes a document: what is on disk holds again.</summary>
    public void Close(string uri)
    {
        OpenDocument document = DocumentOf(uri);
        WorkspaceView view = current with { Documents = current.Documents.Remove(document.Key) };
        if (WorkspaceView.IsSettings(document.Key))
        {
            Set(Settle(view, document.Key));
        }
        else if (view.SetOf(document.Key) is { IsLoose: true } loose)
        {
            Set(view with { Sets = view.Sets.Remove(loose.Id) });
        }
        else
        {
            Set(Refresh(view, document.Key));
        }
    }

    /// <summary>Takes what the client saw happen on disk.</summary>
    public void Change(ImmutableArray<FileEvent> events)
    {
        WorkspaceView view = current;
        bool isNewLayout = false;
        foreach (FileEvent change in events.Given())
        {
            string key = FileUri.KeyOf(change.Uri);
            if (WorkspaceView.IsSettings(key))
            {
                isNewLayout |= change.Type is 1 or Deleted || !view.Sets.Values.Any(s => s.Settings.File == key);
                view = Settle(view, key);
            }
            else if (key.EndsWith(".seg", StringComparison.Ordinal) && !view.Documents.ContainsKey(key))
            {
                view = Refresh(view, key);
            }
            else if (change.Type == Deleted && !Path.HasExtension(key))
            {
                isNewLayout = true; // A folder: clients do not name what was in it.
            }
        }

        Set(isNewLayout ? Load(view) : view);
    }

    private OpenDocument DocumentOf(string uri) => current.Documents.TryGetValue(FileUri.KeyOf(uri), out OpenDocument? document)
        ? document
        : throw new RpcException(RpcError.InvalidParams, $"`{uri}` is not open");

    private void Set(WorkspaceView view)
    {
        if (!ReferenceEquals(view, current))
        {
            current = view;
            changed();
        }
    }

    private static WorkspaceView Keep(WorkspaceView view, RuleSetView set) =>
        view with { Sets = view.Sets.SetItem(set.Id, set) };

    // Everything that the folders hold, with the open documents over it; sets that stay as they are keep what is known of them.
    private static WorkspaceView Load(WorkspaceView view)
    {
        var sets = ImmutableDictionary.CreateBuilder<string, RuleSetView>();
        foreach (RuleFolder folder in view.Folders.SelectMany(f => RuleFolders.Under(f)))
        {
            Settings settings = Settings.Nearest(folder.Root);
            sets[folder.Root] = view.Sets.TryGetValue(folder.Root, out RuleSetView? known)
                ? known.With(folder, settings)
                : RuleSetView.Create(folder.Root, folder, settings);
        }

        WorkspaceView loaded = view with { Sets = sets.ToImmutable() };
        foreach (OpenDocument document in view.Documents.Values)
        {
            if (WorkspaceView.IsSettings(document.Key))
            {
                loaded = Settle(loaded, document.Key);
                continue;
            }

            RuleSetView set = loaded.SetOf(document.Key) ?? NewSet(loaded, document.Key);
            if (WorkspaceView.PathIn(set, document.Key) is { } path)
            {
                OpenDocument named = document with { Source = new(path, document.Source.Content) };
                loaded = Keep(loaded with { Documents = loaded.Documents.SetItem(named.Key, named) }, set.With(named.Source));
            }
        }

        return loaded;
    }

    // The rule set of a document where there is none yet: its open folder's, or one of its own.
    private static RuleSetView NewSet(WorkspaceView view, string key)
    {
        string? home = view.Folders.Where(f => FileUri.Below(f, key) is not null).MaxBy(f => f.Length);
        if (home is not null)
        {
            return RuleSetView.Create(home, new(home, [], [], IsMissing: false), Settings.Nearest(home));
        }

        bool isFile = FileUri.IsFile(key);
        string folder = isFile ? Path.GetDirectoryName(key) ?? key : "";
        return RuleSetView.Create(key, new(folder, [], [], IsMissing: false), isFile ? Settings.Nearest(folder) : Settings.Default);
    }

    // A file of an open folder as it is on disk now.
    private static WorkspaceView Refresh(WorkspaceView view, string key)
    {
        if (view.SetOf(key) is not { IsLoose: false } set)
        {
            string? home = view.Folders.Where(f => FileUri.Below(f, key) is not null).MaxBy(f => f.Length);
            return home is null || !File.Exists(key) ? view : Load(view);
        }

        if (WorkspaceView.PathIn(set, key) is not { } path)
        {
            return view;
        }

        (SourceText? text, Diagnostic? finding) = RuleFolders.ReadFile(key, path);
        ImmutableArray<Diagnostic> others = [.. set.Problems.Where(p => p.Source.Path != path)];
        bool isGone = finding?.Code == Rules.PathNotFound.Code;
        ImmutableArray<Diagnostic> problems = finding is null || isGone ? others : [.. others, finding];
        RuleSetView next = text is null ? set.Without(path) : set.With(text);
        return Keep(view, problems.SequenceEqual(next.Problems) ? next : next.With(problems));
    }

    // Gives the rule sets under a settings file what it says now, unsaved or on disk.
    private static WorkspaceView Settle(WorkspaceView view, string key)
    {
        foreach (RuleSetView set in view.Sets.Values)
        {
            Settings nearest = FileUri.IsFile(set.Root) ? Settings.Nearest(set.Root) : Settings.Default;
            bool isOpen = view.Documents.TryGetValue(key, out OpenDocument? open);
            if (set.Settings.File == key || nearest.File == key)
            {
                view = Keep(view, set.With(isOpen && open is not null && nearest.File == key ? Settings.Parse(key, open.Source) : nearest));
            }
        }

        return view;
    }
}
