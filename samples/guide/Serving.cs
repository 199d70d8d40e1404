using System.Net.Http.Json;
using System.Text.Json;
using Graft.Runtime;
using Graft.Serving;
using Graft.ServingFaces;
using Microsoft.AspNetCore.Builder;

namespace Graft.Guide;

/// <summary>The program of docs/guide/serving.md: a web program that answers with a model, and a client of it.</summary>
internal static class Serving
{
    public static async Task Run(string model, string image)
    {
        #region host
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddGraft(graft => graft.AddModel("photos", model));
        var app = builder.Build();
        app.MapGraft();
        #endregion

        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        #region client
        var answer = await http.PostAsync("/v1/models/photos/predict", new ByteArrayContent(File.ReadAllBytes(image)));
        answer.EnsureSuccessStatusCode();
        var document = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Console.WriteLine($"{document.GetProperty("predictions")[0].GetProperty("class")}, version {answer.Headers.GetValues("Graft-Version").First()}");
        #endregion

        await app.StopAsync();
    }

    public static WebApplication Limited(string folder, string keys)
    {
        #region limits
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddGraft(graft =>
        {
            graft.AddModels(folder); // photos/1.onnx, photos/2.onnx: the newest answers
            graft.UseKeys(keys);
            graft.Limits = new ServingLimits { Queue = 64, Timeout = TimeSpan.FromSeconds(2), MaxBodyBytes = 8 << 20 };
        });
        var app = builder.Build();
        app.MapGroup("/vision").MapGraft();
        #endregion
        return app;
    }

    public static WebApplication People(string gallery, string keys)
    {
        #region people
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddGraft(graft =>
        {
            graft.AddGallery("staff", gallery);
            graft.UseKeys(keys);
        });
        var app = builder.Build();
        app.MapGraft();
        #endregion
        return app;
    }
}
