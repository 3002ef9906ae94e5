using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace SegLang;

/// <summary>Adds SegLang to the services of a host app.</summary>
public static class SegLangServices
{
    /// <summary>
    /// Adds a rule set: <see cref="LiveRules"/> and <see cref="LiveRules{TProfile}"/> can be injected, the rules are loaded before the host's
    /// services start and replaced when their files or options change.
    /// </summary>
    public static OptionsBuilder<SegLangOptions> AddSegLang(this IServiceCollection services, Action<SegLangOptions>? configure = null)
    {
        OptionsBuilder<SegLangOptions> options = services.AddSegLang(Options.DefaultName, configure);
        services.TryAddSingleton(p => p.GetRequiredKeyedService<LiveRules>(Options.DefaultName));
        services.TryAddSingleton(typeof(LiveRules<>));
        services.TryAddSingleton(typeof(LiveRules<,>));
        return options;
    }

    /// <summary>Adds one of several rule sets: <see cref="LiveRules"/> is injected by the key <paramref name="name"/>.</summary>
    public static OptionsBuilder<SegLangOptions> AddSegLang(this IServiceCollection services, string name, Action<SegLangOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        AddShared(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SegLangOptions>, SegLangOptionsCheck>());
        if (!services.Any(s => s.ServiceType == typeof(LiveRules) && name.Equals(s.ServiceKey)))
        {
            services.AddKeyedSingleton(name, (p, _) => CreateRules(p, name));
            services.AddSingleton<IHostedService>(p => new RulesService(p.GetRequiredKeyedService<LiveRules>(name)));
        }

        return services.AddOptions<SegLangOptions>(name).Configure(configure ?? (_ => { })).ValidateOnStart();
    }

    /// <summary>Adds a stream over the rule set without a name: <see cref="SegLangStream"/> can be injected and runs in the background.</summary>
    public static OptionsBuilder<SegLangStreamOptions> AddSegLangStream(this IServiceCollection services, Action<SegLangStreamOptions>? configure = null)
    {
        OptionsBuilder<SegLangStreamOptions> options = services.AddSegLangStream(Options.DefaultName, configure);
        services.TryAddSingleton(p => p.GetRequiredKeyedService<SegLangStream>(Options.DefaultName));
        return options;
    }

    /// <summary>Adds a stream over one of several rule sets, injected by the key <paramref name="name"/>.</summary>
    public static OptionsBuilder<SegLangStreamOptions> AddSegLangStream(
        this IServiceCollection services, string name, Action<SegLangStreamOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        AddShared(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SegLangStreamOptions>, SegLangStreamOptionsCheck>());
        if (!services.Any(s => s.ServiceType == typeof(SegLangStream) && name.Equals(s.ServiceKey)))
        {
            services.AddKeyedSingleton(name, (p, _) => CreateStream(p, name));
            services.AddSingleton<IHostedService>(p => new StreamService(p.GetRequiredKeyedService<SegLangStream>(name)));
        }

        return services.AddOptions<SegLangStreamOptions>(name).Configure(configure ?? (_ => { })).ValidateOnStart();
    }

    private static void AddShared(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Instruments>();
        services.TryAddSingleton(p => new ContentRoot(p.GetService<IHostEnvironment>()?.ContentRootPath ?? Directory.GetCurrentDirectory()));
    }

    private static LiveRules CreateRules(IServiceProvider services, string name) => new(
        new RuleSettings(
            name,
            services.GetRequiredService<IOptionsFactory<SegLangOptions>>(),
            services.GetServices<IOptionsChangeTokenSource<SegLangOptions>>(),
            services.GetRequiredService<ContentRoot>(),
            services.GetRequiredService<TimeProvider>()),
        services.GetService<ILogger<LiveRules>>() ?? NullLogger<LiveRules>.Instance,
        services.GetRequiredService<Instruments>());

    private static SegLangStream CreateStream(IServiceProvider services, string name) => new(
        services.GetKeyedService<LiveRules>(name) ?? throw new InvalidOperationException(
            $"the stream{(name.Length > 0 ? $" `{name}`" : "")} has no rules; call AddSegLang{(name.Length > 0 ? $"(\"{name}\", …)" : "")} too"),
        services.GetRequiredService<IOptionsMonitor<SegLangStreamOptions>>().Get(name),
        services.GetRequiredService<ContentRoot>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetService<ILogger<SegLangStream>>() ?? NullLogger<SegLangStream>.Instance,
        services.GetRequiredService<Instruments>());
}
