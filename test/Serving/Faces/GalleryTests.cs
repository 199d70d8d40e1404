using System.Text;
using System.Text.Json;
using Graft.Faces;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Serving.Tests;

/// <summary>Galleries over HTTP, on Debian's photographs of dlib.</summary>
public abstract class GalleryTests : IDisposable
{
    private protected const string Gallery = "/v1/galleries/staff", Samples = $"{Gallery}/persons/Tom/samples";

    // Small: an image takes as long as it has pixels.
    private static readonly Lazy<(byte[] Portrait, byte[] Collage, byte[] Other)> Made = new(() =>
        (Small(FacePhotos.Found!.Portrait, 400), Small(FacePhotos.Found!.Collage, 640), Small(FacePhotos.Found!.Johns[0].File, 300)));

    private protected static byte[] Nobody { get; } = TinyModels.Jpeg(200, 160);

    private protected static (byte[] Portrait, byte[] Collage, byte[] Other) Photos => Made.Value;

    private protected TestFolder Folder { get; } = new();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected void Make()
    {
        using var analyzer = FaceAnalyzer.Open();
        FaceGallery.Create(Folder["staff.faces"], analyzer.Contract).Dispose();
    }

    private protected Task<TestService> Start(string? keys = null)
    {
        Assert.SkipWhen(FacePhotos.Found is null, FacePhotos.Reason);
        if (!File.Exists(Folder["staff.faces"])) Make();
        return TestService.Start(new ServeSettings
        {
            Galleries = [Folder["staff.faces"]],
            Keys = keys,
            Limits = TestService.Limits with { Timeout = TimeSpan.FromMinutes(1) },
        });
    }

    private protected static Task<Answer> Send(TestService service, string address, params byte[][] files) => service.Post(address,
        files.Length == 1 ? TestService.Raw(files[0]) : TestService.Parts([.. files.Select((file, at) => ($"{at}.jpg", file))]));

    private protected static byte[] Small(string file, int width)
    {
        using var pixels = Imaging.Decoder.Decode(File.ReadAllBytes(file), file, new());
        var image = pixels.ToImage();
        return ImageEncoder.EncodeJpeg(ImagePlacement.Resize(image, width, image.Height * width / image.Width), 92);
    }

    private protected static async Task<Answer> Delete(TestService service, string address) => await Answer.Of(await service.Http.DeleteAsync(address));

    private protected static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");

    private protected static JsonElement Face(Answer answer) => answer.Json.GetProperty("images")[0].GetProperty("faces")[0];

    private protected static Task<IEnumerable<string>> Found(TestService service, string what, byte[] file) => Names(Send(service, $"{Gallery}/{what}", file));

    private protected static async Task<IEnumerable<string>> Names(Task<Answer> answer) =>
        (await answer).Json.GetProperty("matches").EnumerateArray().Select(match => match.GetProperty("name").GetString()!);
}
