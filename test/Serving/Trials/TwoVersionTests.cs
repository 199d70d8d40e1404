using Graft.Runtime;

namespace Graft.Serving.Tests;

/// <summary>Tests of a model with two versions, of which the first answers.</summary>
public abstract class TwoVersionTests : IDisposable
{
    private protected const string Model = "/v1/models/photos", Predict = $"{Model}/predict";

    private protected TestFolder Folder { get; } = new();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected void WriteVersions()
    {
        TinyModels.Classifier(Version(2), 2);
        TinyModels.Classifier(Version(1), 1);
        new ServingState(Folder["models"]).Set("photos", new WantedVersion("1", null));
    }

    private protected string Version(int version) => Folder[$"models/photos/{version}.onnx"];

    private protected Task<TestService> Start(ServeSettings? settings = null) =>
        TestService.Start((settings ?? new ServeSettings()) with { Folder = Folder["models"], Limits = TestService.Limits });

    private protected static Task<Answer> Ask(TestService service, ulong seed) => service.Post(Predict, TestService.Raw(TinyModels.Jpeg(seed: seed)));

    private protected static Task<Answer> Admin(TestService service, string what) => service.Post($"{Model}/{what}", new ByteArrayContent([]));

    private protected static System.Text.Json.JsonElement Trial(Answer answer) => answer.Json.GetProperty("trial");

    private protected static async Task Until(Func<bool> holds)
    {
        for (var i = 0; i < 400; i++)
        {
            if (holds()) return;
            await Task.Delay(25);
        }
        Assert.Fail("It did not come to hold within ten seconds.");
    }
}
