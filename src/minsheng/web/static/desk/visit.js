// Comfort only: a signature drawn with a finger, and where the device is. Without it the signed form is photographed.
const area = document.querySelector(".signature");
const drawn = document.getElementById("id_drawn");
if (area && drawn) {
  const canvas = area.querySelector("canvas");
  const pen = canvas.getContext("2d");
  let empty = true;
  area.hidden = false;
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
  };
  const clear = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.strokeStyle = "#000";
    pen.lineWidth = 3;
    pen.lineCap = "round";
    empty = true;
    drawn.value = "";
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!event.buttons) return;
    pen.lineTo(...at(event));
    pen.stroke();
    empty = false;
  });
  area.querySelector("button").addEventListener("click", clear);
  canvas.closest("form").addEventListener("submit", () => {
    if (!empty) drawn.value = canvas.toDataURL("image/png");
  });
  clear();
}
const place = document.querySelector(".place");
if (place && navigator.geolocation) {
  const told = place.querySelector("output");
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        document.getElementById("id_latitude").value = coords.latitude.toFixed(6);
        document.getElementById("id_longitude").value = coords.longitude.toFixed(6);
        told.textContent = `${coords.latitude.toFixed(6)}, ${coords.longitude.toFixed(6)}`;
      },
      () => { told.textContent = "—"; },
    );
  });
}
