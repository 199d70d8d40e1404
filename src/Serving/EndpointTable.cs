namespace Graft.Serving;

/// <summary>Every address, one endpoint a file.</summary>
internal static class EndpointTable
{
    private const string Version = "/versions/{version}";

    public static IReadOnlyList<ServingEndpoint> All { get; } =
    [
        new LiveEndpoint(),
        new ReadyEndpoint(),
        new MetricsEndpoint(),
        new ModelsEndpoint(),
        new ModelEndpoint(),
        new PredictEndpoint(),
        new ActivateEndpoint(),
        new RollBackEndpoint(),
        new WatchEndpoint(),
        new WatchReferenceEndpoint(),
        new ReviewEndpoint(),
        new FeedbackEndpoint(),
        new V2ServerEndpoint(),
        new V2LiveEndpoint(),
        new V2ReadyEndpoint(),
        new V2ModelEndpoint(),
        new V2ModelReadyEndpoint(),
        new V2InferEndpoint(),
        new V2ModelEndpoint(Version),
        new V2ModelReadyEndpoint(Version),
        new V2InferEndpoint(Version),
        new OpenApiEndpoint(),
        new PageEndpoint(),
    ];
}
