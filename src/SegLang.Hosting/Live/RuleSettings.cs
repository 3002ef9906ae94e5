using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace SegLang;

/// <summary>
/// The options of one rule set as they are now. They are made anew on each change, not taken from a monitor, which would keep silent about options
/// that are wrong.
/// </summary>
internal sealed class RuleSettings(
    string name, IOptionsFactory<SegLangOptions> factory, IEnumerable<IOptionsChangeTokenSource<SegLangOptions>> changes, ContentRoot root, TimeProvider time)
{
    private SegLangOptions? last;

    public string Name => name;

    public ContentRoot Root => root;

    public TimeProvider Time => time;

    public int MaxFindings => last?.MaxFindings ?? 10;

    public bool MayStartWithoutRules => last?.MayStartWithoutRules ?? false;

    /// <summary>Where the rules lie; wrong options are an <see cref="OptionsValidationException"/>.</summary>
    public RuleSource Source() => RuleSource.Of(last = factory.Create(name), root);

    /// <summary>The options, where nothing is wrong with them.</summary>
    public bool TryGet([NotNullWhen(true)] out SegLangOptions? options)
    {
        try
        {
            options = last = factory.Create(name);
            return true;
        }
        catch (OptionsValidationException)
        {
            options = null;
            return false;
        }
    }

    /// <summary>Calls back when the options may have changed.</summary>
    public IDisposable OnChange(Action changed)
    {
        IDisposable[] registrations =
        [
            .. changes.Where(c => (c.Name ?? Options.DefaultName) == name).Select(c => ChangeToken.OnChange(c.GetChangeToken, changed)),
        ];
        return new Registrations(registrations);
    }

    private sealed class Registrations(IDisposable[] all) : IDisposable
    {
        public void Dispose() => Array.ForEach(all, r => r.Dispose());
    }
}
