using HostApi;
using SegLang;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));
builder.Services.AddProblemDetails();
builder.Services.AddSegLang().BindConfiguration("SegLang");
builder.Services.AddSegLangStream().BindConfiguration("SegLang:Stream");
builder.Services.AddHealthChecks().AddSegLang();
builder.AddTelemetry();

WebApplication app = builder.Build();
app.UseExceptionHandler();
app.MapPost("/evaluate", Evaluation.Post);
app.MapPost("/why", Why.Post);
app.MapPost("/events", Events.Post);
app.MapGet("/journeys/{key}", Journeys.Get);
app.MapPost("/reload", Reloading.Post);
app.MapHealthChecks("/healthz", new() { ResponseWriter = Health.WriteAsync });
await app.RunAsync();
