namespace SegLang;

/// <summary>Where relative paths start: the host's content root, or the current folder without a host.</summary>
internal sealed record ContentRoot(string Folder)
{
    public string PathOf(string path) => Path.GetFullPath(path, Folder);
}
